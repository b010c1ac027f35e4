"""Who may be talked to: a run is sent to nobody before its address and its certificates will do."""

import sys

import dask
import distributed  # noqa: F401 - its settings must be there before tests change some
import pytest

from curator.errors import ConfigError
from curator.execution.cluster_access import check_address
from curator.execution.dask_cluster import Cluster

TLS = "distributed.comm.tls"


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.5:8786", "tcp://scheduler.example:8786", "tcp://0.0.0.0:8786"]
)
def test_an_open_connection_is_refused_but_on_this_machine(address):
    with pytest.raises(ConfigError, match=r"not encrypted.*use tls://"):
        check_address(address)


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:8786", "tcp://localhost:1", "tcp://[::1]:8786", "tls://a.example:8786"]
)
def test_tls_and_loopback_will_do(address):
    check_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "8786",
        "a.example:8786",
        "tls://a.example",
        "tls://:8786",
        "ws://a:1",
        "inproc://a:1",
        "tls://a:port",
    ],
)
def test_what_is_no_address_is_told_with_how_to_write_one(address):
    with pytest.raises(ConfigError, match="no scheduler's address → like tls://HOST:8786"):
        check_address(address)


@pytest.mark.parametrize("missing", [f"{TLS}.ca-file", f"{TLS}.client.cert", f"{TLS}.client.key"])
def test_a_certificate_that_nobody_named_is_told_with_where_to_name_it(missing, tmp_path):
    (tmp_path / "file.pem").touch()
    named = {
        key: str(tmp_path / "file.pem")
        for key in (f"{TLS}.ca-file", f"{TLS}.client.cert", f"{TLS}.client.key")
    }
    with dask.config.set(named | {missing: None}), pytest.raises(ConfigError, match="is not set → set it in"):
        Cluster.connect("tls://a.example:8786")
    with (
        dask.config.set(named | {missing: "/nowhere.pem"}),
        pytest.raises(ConfigError, match=r"is not at /nowhere\.pem"),
    ):
        Cluster.connect("tls://a.example:8786")


def test_without_dask_the_remedy_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(ConfigError, match=r"pip install 'curator-mooc\[dask\]'"):
        Cluster.connect("tls://a.example:8786")
