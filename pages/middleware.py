"""ASGI middleware: the language of the HTML shell, unknown pages, security headers."""

from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SHELL_TAG = b'<html lang="en">'
SECURITY_HEADERS = {
    # 'unsafe-eval': Vega compiles its expressions; inline: Streamlit's own shell.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self' ws: wss: blob: data:; "
        "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class HtmlLanguage:
    """Rewrite the hard-coded `lang` of the HTML shell.

    Why: screen readers choose their voice from it, and browsers offer to
    "translate" a Dutch page that claims to be English.
    """

    def __init__(self, app: ASGIApp, language: str) -> None:
        """Wrap `app`; `language` is a two-letter code."""
        self.app = app
        self.tag = f'<html lang="{language}">'.encode()
        if len(self.tag) != len(SHELL_TAG):  # an equal length keeps Content-Length true
            raise ValueError(f"two letters expected, got {language!r}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through, except HTML bodies."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_html = False

        async def rewrite(message: Message) -> None:
            nonlocal is_html
            if message["type"] == "http.response.start":
                headers = dict(message["headers"])
                is_html = headers.get(b"content-type", b"").startswith(b"text/html")
            elif is_html:
                body = message.get("body", b"")
                message = {**message, "body": body.replace(SHELL_TAG, self.tag)}
            await send(message)

        await self.app(_uncompressed_if_page(scope), receive, rewrite)


class KnownPages:
    """Lead a visitor of a page that does not exist to the first page, which says so.

    Why: Streamlit would answer with a dialog in English. A page that moved leads to
    where it is now, with its query.
    """

    def __init__(
        self,
        app: ASGIApp,
        paths: Collection[str],
        parameter: str,
        moved: Mapping[str, str],
    ) -> None:
        """Wrap `app`.

        Args:
            app: The application.
            paths: Every page that exists.
            parameter: Will carry the path that was asked for.
            moved: Former path to path.
        """
        self.app = app
        self.paths = paths
        self.parameter = parameter
        self.moved = moved

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect page addresses only: one segment, no file, nothing of Streamlit's."""
        asked = scope["path"].strip("/") if scope["type"] == "http" else ""
        is_page = not (set("/.") & set(asked) or asked.startswith("_"))
        if is_page and asked not in self.paths:
            query = scope["query_string"].decode("latin-1")
            if asked in self.moved:
                address = f"/{self.moved[asked]}" + (f"?{query}" if query else "")
            else:
                address = f"/?{urlencode({self.parameter: asked})}"
            await RedirectResponse(address, status_code=307)(scope, receive, send)
            return
        await self.app(scope, receive, send)


class SecurityHeaders:
    """Add headers to every HTTP response that does not set them itself."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        """Wrap `app`."""
        self.app = app
        self.headers = [(k.lower().encode(), v.encode()) for k, v in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Leave websockets alone."""

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _value in message["headers"]}
                new = [pair for pair in self.headers if pair[0] not in present]
                message = {**message, "headers": [*message["headers"], *new]}
            await send(message)

        await self.app(scope, receive, add if scope["type"] == "http" else send)


class BackFromSignIn:
    """Lead who comes back from the sign-in service to the page that signing in is for.

    Why: Streamlit always leads to the first page.
    """

    def __init__(self, app: ASGIApp, path: str, page: str) -> None:
        """Wrap `app`.

        Args:
            app: The application.
            path: Where the service sends people back to.
            page: Path of the page to show then.
        """
        self.app = app
        self.path = path
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Complete the redirect of that one path."""
        asked = scope["path"].rpartition("/")[2] if scope["type"] == "http" else ""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [
                    (name, value.rstrip(b"/") + b"/" + self.page.encode())
                    if name == b"location"
                    else (name, value)
                    for name, value in message["headers"]
                ]
                message = {**message, "headers": headers}
            await send(message)

        await self.app(scope, receive, complete if asked == self.path else send)


def _uncompressed_if_page(scope: Scope) -> Scope:
    """Drop Accept-Encoding for page URLs.

    Why: Streamlit gzips every page URL except "/", and a compressed body
    cannot be rewritten. Files keep their compression.
    """
    if "." in scope["path"].rpartition("/")[2]:
        return scope
    headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
    return {**scope, "headers": headers}
