"""A certificate authority of a test's own, and what Dask's settings say of it."""

from pathlib import Path

import trustme


def certificates(folder: Path) -> dict[str, str]:
    """Make a CA and one certificate for every role; return the settings of Dask that name them."""
    folder.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA()
    leaf = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    leaf.private_key_pem.write_to_path(folder / "key.pem")
    leaf.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    tls = "distributed.comm.tls"
    roles = {
        f"{tls}.{role}.{what}": str(folder / f"{what}.pem")
        for role in ("client", "scheduler", "worker")
        for what in ("cert", "key")
    }
    return {f"{tls}.ca-file": str(folder / "ca.pem"), **roles}
