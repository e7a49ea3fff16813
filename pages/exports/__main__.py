"""`python -m pages.exports`: see `command_line.py`."""

import sys

from streamlit.logger import set_log_level

# First: a cache of Streamlit warns, once it is made, that it runs outside a page.
set_log_level("error")

from pages.exports.command_line import main  # noqa: E402

sys.exit(main())
