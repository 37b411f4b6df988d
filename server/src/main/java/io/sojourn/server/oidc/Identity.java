package io.sojourn.server.oidc;

/// Whom the provider says somebody is.
///
/// @param subject `issuer subject`, never given to another
/// @param email lower case; empty where the provider gave none or did not verify it
/// @param name empty where it gave none
record Identity(String subject, String email, String name) {}
