package io.sojourn.journey.path;

/// Gives pages a common name.
///
/// @param path begins with `/`; `*` stands for any characters but a slash, `**` for any at all
/// @param name of pages whose path fits as a whole
public record PagePattern(String path, String name) {}
