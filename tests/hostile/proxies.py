"""nginx and haproxy as docs/deploy/ describes them, on ports of the moment, as the same account. Only what must differ is put in place of
what an office has: ports, certificate, log, the service's address. Every replacement must find its text, so that the files stay tested.
"""
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
from pathlib import Path

from service import eventually

DEPLOY = Path(__file__).resolve().parents[2] / "docs/deploy"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def put(text, changes):
    for old, new in changes.items():
        if text.count(old) != 1:
            raise SystemExit(f"the configuration has {old!r} {text.count(old)} times, not once")
        text = text.replace(old, new)
    return text


def make_certificate(place):
    key, certificate = place / "key.pem", place / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=bot.contoh.go.id",
         "-keyout", key, "-out", certificate], check=True, capture_output=True)
    (place / "both.pem").write_text(certificate.read_text() + key.read_text())


class Proxy:
    """`with Nginx(service) as proxy:`"""

    def __init__(self, service):
        self.service = service
        self.directory = tempfile.TemporaryDirectory(prefix="sapa-proxy-")
        self.place = Path(self.directory.name)
        self.port, self.plain_port = free_port(), free_port()
        self.log = self.place / "access.log"
        make_certificate(self.place)

    def __enter__(self):
        self.log.touch()
        with (self.place / "output").open("wb") as output:
            self.process = subprocess.Popen(self.command(), stdout=self.log.open("wb") if self.logs_to_stdout else output, stderr=output)
        if not eventually(self.listens):
            self.process.kill()
            raise SystemExit(f"{self.name} does not start:\n" + (self.place / "output").read_text())
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.directory.cleanup()

    def listens(self):
        try:
            with socket.create_connection(self.address, 1):
                return self.is_ready()
        except OSError:
            return False

    def is_ready(self):
        return True

    @property
    def address(self):
        return ("127.0.0.1", self.port)

    def wrap(self, plain):
        context = ssl.create_default_context(cafile=self.place / "certificate.pem")
        context.suppress_ragged_eofs = True
        context.check_hostname = False
        context.set_alpn_protocols(["http/1.1"])
        return context.wrap_socket(plain, server_hostname="bot.contoh.go.id")

    def forwarded(self):
        """How many requests the proxy says that it passed on."""
        return sum(self.is_forwarded(line.split()) for line in self.log.read_text(errors="replace").splitlines())


class Nginx(Proxy):
    name, package, program, logs_to_stdout = "nginx", "nginx-light", "/usr/sbin/nginx", False

    def command(self):
        site = put((DEPLOY / "nginx-sapa.conf").read_text(), {
            "    listen 80;\n": f"    listen 127.0.0.1:{self.plain_port};\n",
            "    listen [::]:80;\n": "",
            "    listen 443 ssl http2;\n": f"    listen 127.0.0.1:{self.port} ssl http2;\n",
            "    listen [::]:443 ssl http2;\n": "",
            "/etc/letsencrypt/live/bot.contoh.go.id/fullchain.pem": f"{self.place}/certificate.pem",
            "/etc/letsencrypt/live/bot.contoh.go.id/privkey.pem": f"{self.place}/key.pem",
            "/var/log/nginx/sapa.log": str(self.log),
            "127.0.0.1:8080": "%s:%d" % self.service.address,
        })
        (self.place / "site.conf").write_text(site)
        kept = "".join(f"{kind}_temp_path {self.place}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        account = "user root;\n" if os.geteuid() == 0 else ""
        (self.place / "nginx.conf").write_text(
            f"{account}daemon off;\nworker_processes 1;\npid {self.place}/pid;\nerror_log {self.place}/error.log;\n"
            f"events {{ worker_connections 256; }}\nhttp {{\n{kept}include {self.place}/site.conf;\n}}\n")
        return [self.program, "-p", str(self.place), "-e", f"{self.place}/error.log", "-c", f"{self.place}/nginx.conf"]

    @staticmethod
    def is_forwarded(words):
        return words[-1] != "-"


class Haproxy(Proxy):
    name, package, program, logs_to_stdout = "haproxy", "haproxy", "/usr/sbin/haproxy", True

    def command(self):
        text = put((DEPLOY / "haproxy-sapa.cfg").read_text(), {
            "log /dev/log local0": "log stdout format raw local0",
            "bind :80\n": f"bind 127.0.0.1:{self.plain_port}\n",
            "bind :443 ssl crt /etc/haproxy/bot.contoh.go.id.pem": f"bind 127.0.0.1:{self.port} ssl crt {self.place}/both.pem",
            "127.0.0.1:8080 check port 8081": "%s:%d check port %d" % (*self.service.address, self.service.admin[1]),
        })
        (self.place / "haproxy.cfg").write_text(text)
        return [self.program, "-db", "-f", str(self.place / "haproxy.cfg")]

    @staticmethod
    def is_forwarded(words):
        return len(words) == 7 and words[-1] == "sapa"


def present(kind):
    return Path(kind.program).is_file() and shutil.which("openssl")
