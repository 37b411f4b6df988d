package io.sojourn.server.http;

import java.nio.file.Path;

/// Where the certificate and its private key are, both PEM. Either may be replaced while the server runs.
///
/// @param certificate with the chain that leads to its issuer, its own first
public record TlsFiles(Path certificate, Path key) {}
