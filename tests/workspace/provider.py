"""An OpenID provider in a thread, whose user-info is a signed token as ProConnect's is, and whose faults are chosen."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, CLIENT_SECRET = "tandem", "un-secret-de-client"


class SigningProvider:
    """What the provider answers; a test changes it to be wrong."""

    def __init__(self, address: str) -> None:
        self.address = self.issuer = address
        self.user: dict[str, Any] = {"sub": "sub-1", "email": "jeanne@exemple.fr", "siret": "13002526500013"}
        self.identity: dict[str, Any] = {}  # claims of the identity token that differ
        self.information: dict[str, Any] = {}  # claims of the user-info that differ
        self.sign_identity = self.sign_information = lambda claims: jwt.encode(claims, KEY, "RS256", {"kid": "k1"})
        self.asked: dict[str, str] = {}
        self.ends_at = f"{address}/logout"
        self.challenges: list[bool] = []

    def claims(self) -> dict[str, Any]:
        now = int(time.time())
        return {"iss": self.issuer, "aud": CLIENT, "sub": self.user["sub"], "iat": now, "exp": now + 60}

    def answer(self, path: str, query: dict[str, str], form: dict[str, str]) -> tuple[int, str, str]:
        """Return status, content type and body; a redirect's body is where it leads."""
        if path.endswith("openid-configuration"):
            ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            found = {f"{name}_endpoint": f"{self.address}/{end}" for name, end in ends.items()}
            more = {"issuer": self.issuer, "jwks_uri": f"{self.address}/jwks", "end_session_endpoint": self.ends_at}
            return 200, "application/json", json.dumps(found | more)
        if path == "/jwks":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "k1", "use": "sig"}
            return 200, "application/json", json.dumps({"keys": [key]})
        if path == "/authorize":
            self.asked = query
            return 302, "", f"{query['redirect_uri']}?{urlencode({'code': 'c', 'state': query['state']})}"
        if path == "/token":
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            self.challenges.append(
                base64.urlsafe_b64encode(digest).decode().rstrip("=") == self.asked["code_challenge"]
            )
            token = self.sign_identity({**self.claims(), "nonce": self.asked["nonce"], **self.identity})
            return 200, "application/json", json.dumps({"access_token": "a", "token_type": "Bearer", "id_token": token})
        token = self.sign_information({**self.claims(), **self.user, **self.information})
        return 200, "application/jwt; charset=utf-8", token


@contextmanager
def signing_provider() -> Iterator[SigningProvider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.respond({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.respond({name: values[0] for name, values in parse_qs(body).items()})

        def respond(self, form: dict[str, str]) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            status, kind, body = provider.answer(parts.path, query, form)
            self.send_response(status)
            self.send_header("Location" if status == 302 else "Content-Type", body if status == 302 else kind)
            self.end_headers()
            self.wfile.write(b"" if status == 302 else body.encode())

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = SigningProvider(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
