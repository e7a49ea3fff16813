"""What the schemas of Office say of a file that we make."""

from pathlib import Path

from openxml_audit import OpenXmlValidator


def mistakes(content: bytes, path: Path) -> list[str]:
    """Every place where the file breaks its format; an Office program may repair or refuse it.

    Args:
        content: Of a PPTX or XLSX.
        path: Where it may be written, with the ending of its kind.
    """
    path.write_bytes(content)
    found = OpenXmlValidator(max_errors=20).validate(str(path))
    return [str(error) for error in found.errors]
