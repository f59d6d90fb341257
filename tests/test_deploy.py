"""The files for real servers are ones that nginx, systemd and Odoo accept."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from odoo.tools import config

from scripts.cluster import find_binaries
from scripts.paths import ROOT

DOCS = ROOT / "docs"
DEPLOY = DOCS / "deploy"
NGINX = "/usr/sbin/nginx"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SETTINGS = [DEPLOY / "postgresql" / name for name in ("primary.conf", "replica.conf")]
_LINK = re.compile(r"\]\(([^)#]+)\)")


@pytest.fixture
def certificate(tmp_path):
    """Return the files of a key and a certificate of the site."""
    key, file = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes"]
    command += ["-keyout", key, "-out", file, "-subj", "/CN=social.example.org"]
    subprocess.run(command, check=True, capture_output=True)
    return key, file


def test_nginx_accepts_the_site(certificate, tmp_path):
    site = (DEPLOY / "nginx" / "social.conf").read_text()
    site = site.replace("/etc/nginx", str(DEPLOY / "nginx"))
    site = site.replace("/var/log/nginx", str(tmp_path))
    site = site.replace("/etc/ssl/social", str(tmp_path))
    # A plain user may not take the ports of the web.
    site = site.replace("listen 80;", "listen 18080;").replace("443", "18443")
    whole = tmp_path / "nginx.conf"
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "scgi", "uwsgi")
    )
    whole.write_text(
        f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{temporary}{site}\n}}\n"
    )
    command = [NGINX, "-t", "-p", tmp_path, "-c", whole, "-e", tmp_path / "error.log"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "[warn]" not in re.sub(r".*the \"user\" directive.*", "", result.stderr)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_odoo_again_and_with_options_that_it_knows(unit, tmp_path):
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read(unit)
    service = dict(parser.items("Service"))
    assert service["Restart"] == "always"
    for option in re.findall(r"--[\w-]+", service["ExecStart"]):
        assert config.parser.has_option(option), option
    if program := shutil.which("systemd-analyze"):
        copy = tmp_path / unit.name
        copy.write_text(unit.read_text().replace("/usr/bin/odoo", "/bin/true"))
        result = subprocess.run(
            [program, "verify", copy], capture_output=True, text=True, check=False
        )
        assert unit.name not in result.stderr, result.stderr


def test_odoo_knows_each_of_its_settings():
    parser = configparser.RawConfigParser()
    parser.read(DEPLOY / "social.conf")
    assert not set(dict(parser.items("options"))) - set(config.options_index)


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda path: path.name)
def test_postgresql_knows_each_of_its_settings(settings, tmp_path):
    names = re.findall(r"^(\w+) =", settings.read_text(), re.MULTILINE)
    assert names
    known = subprocess.run(
        [find_binaries() / "postgres", "--describe-config"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    ).stdout
    assert set(names) <= {line.split("\t")[0] for line in known.splitlines()}


def test_the_pages_name_files_that_are_there():
    for page in (DOCS / "deploy.md", DOCS / "admin.md"):
        for link in _LINK.findall(page.read_text("utf-8")):
            assert "//" in link or Path(page.parent, link).exists(), link


def test_every_file_for_servers_is_named_by_the_page():
    page = (DOCS / "deploy.md").read_text("utf-8")
    for path in DEPLOY.rglob("*"):
        assert path.is_dir() or f"({path.relative_to(DOCS)})" in page, path
