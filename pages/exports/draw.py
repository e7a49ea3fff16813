"""Runs as a process of its own: a drawing on standard input, a picture on standard output.

Why apart: vl-convert holds Python's lock while it draws, a second or more the first time, and
all visitors would wait. A drawing that takes too long or crashes takes nothing along.
"""

import json
import sys
from typing import Any

import vl_convert


def drawn(asked: dict[str, Any]) -> bytes:
    """SVG of a Vega-Lite `spec`, or PNG of an `svg` with its `scale` and `ppi`."""
    if "spec" in asked:
        # Without allowed addresses nothing is fetched: a forgotten one fails loudly.
        svg = vl_convert.vegalite_to_svg(asked["spec"], allowed_base_urls=[])
        return svg.encode()
    return vl_convert.svg_to_png(**asked)


if __name__ == "__main__":
    sys.stdout.buffer.write(drawn(json.load(sys.stdin)))
