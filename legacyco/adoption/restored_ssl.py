"""ssl.wrap_socket() and ssl.match_hostname(), on top of contexts and as RFC 6125 says."""

import ipaddress
import ssl


def wrap_socket(
    sock,
    keyfile=None,
    certfile=None,
    server_side=False,
    cert_reqs=ssl.CERT_NONE,
    ssl_version=None,
    ca_certs=None,
    do_handshake_on_connect=True,
    suppress_ragged_eofs=True,
    ciphers=None,
):
    """Return *sock* wrapped into TLS. Certificates are not verified unless *cert_reqs* says so.

    Raise ValueError for arguments that contradict each other.
    """
    if server_side and not certfile:
        raise ValueError("certfile must be specified for server-side operations")
    if keyfile and not certfile:
        raise ValueError("certfile must be specified")
    if ssl_version in (None, ssl.PROTOCOL_TLS):
        # PROTOCOL_TLS itself is deprecated since 3.10.
        ssl_version = ssl.PROTOCOL_TLS_SERVER if server_side else ssl.PROTOCOL_TLS_CLIENT
    context = ssl.SSLContext(ssl_version)
    context.check_hostname = False
    context.verify_mode = cert_reqs
    if ca_certs:
        context.load_verify_locations(ca_certs)
    if certfile:
        context.load_cert_chain(certfile, keyfile)
    if ciphers:
        context.set_ciphers(ciphers)
    return context.wrap_socket(
        sock,
        server_side=server_side,
        do_handshake_on_connect=do_handshake_on_connect,
        suppress_ragged_eofs=suppress_ragged_eofs,
    )


def match_hostname(cert, hostname):
    """Raise ssl.CertificateError if a certificate is not for *hostname*.

    cert: what SSLSocket.getpeercert() returned. hostname: a name or an IP address, as text.
    """
    if not cert:
        raise ValueError(
            "empty or no certificate, match_hostname needs a SSL socket or SSL context with"
            " either CERT_OPTIONAL or CERT_REQUIRED"
        )
    address = _address(hostname)
    alternatives = cert.get("subjectAltName", ())
    names = [value for kind, value in alternatives if kind == "DNS"]
    addresses = [value for kind, value in alternatives if kind == "IP Address"]
    if address is not None:
        if any(_address(value.strip()) == address for value in addresses):
            return
    elif any(_name_matches(name, hostname) for name in names):
        return
    if not names and not addresses and address is None:
        # RFC 6125, 6.4.4: the subject counts only where there are no alternatives.
        names = [
            value
            for relative in cert.get("subject", ())
            for kind, value in relative
            if kind == "commonName"
        ]
        if any(_name_matches(name, hostname) for name in names):
            return
    _refuse(hostname, names + addresses)


def _refuse(hostname, known):
    if not known:
        raise ssl.CertificateError("no appropriate subjectAltName fields were found")
    if len(known) == 1:
        raise ssl.CertificateError("hostname %r doesn't match %r" % (hostname, known[0]))
    listed = ", ".join(map(repr, known))
    raise ssl.CertificateError("hostname %r doesn't match either of %s" % (hostname, listed))


def _address(text):
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _name_matches(pattern, hostname):
    """Return whether a DNS name of a certificate covers *hostname*.

    ``*`` stands for the whole of the leftmost label, and only where two labels follow.
    """
    wanted, labels = pattern.lower().split("."), hostname.lower().split(".")
    if wanted[0] == "*":
        return len(wanted) > 2 and len(labels) == len(wanted) and labels[1:] == wanted[1:]
    return "*" not in pattern and wanted == labels
