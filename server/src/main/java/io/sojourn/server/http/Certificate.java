package io.sojourn.server.http;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/// A certificate and its key as read from [TlsFiles], found to belong together.
@SuppressWarnings("ArrayRecordComponent") // compared by sameAs
record Certificate(byte[] chain, byte[] key, String fingerprint, Instant expires) {
    private static final String CERTIFICATE = "tls-cert";
    private static final String KEY = "tls-key";

    /// @throws ProblemException saying which file is wrong, and how
    static Certificate read(TlsFiles files, Vertx vertx) {
        byte[] chain = bytes(CERTIFICATE, files.certificate());
        byte[] key = bytes(KEY, files.key());
        X509Certificate own = first(files.certificate(), chain);
        PrivateKey secret = secret(files, chain, key, vertx);
        if (!belongTogether(own, secret)) {
            throw strangers(files);
        }
        return new Certificate(chain, key, fingerprint(own), own.getNotAfter().toInstant());
    }

    private static byte[] bytes(String field, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw wrong(
                    field, "%s cannot be read: %s".formatted(file, e.getClass().getSimpleName()));
        }
    }

    private static X509Certificate first(Path file, byte[] chain) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (java.security.cert.Certificate each :
                    factory.generateCertificates(new ByteArrayInputStream(chain))) {
                return (X509Certificate) each;
            }
        } catch (GeneralSecurityException e) {
            throw wrong(CERTIFICATE, file + " holds no PEM certificate: " + e.getMessage());
        }
        throw wrong(CERTIFICATE, file + " holds no PEM certificate");
    }

    private static PrivateKey secret(TlsFiles files, byte[] chain, byte[] key, Vertx vertx) {
        String text = new String(key, StandardCharsets.ISO_8859_1);
        if (!text.contains("PRIVATE KEY-----")) {
            throw wrong(KEY, files.key() + " holds no PEM private key");
        }
        if (text.contains("ENCRYPTED")) {
            throw wrong(
                    KEY,
                    files.key() + " is encrypted; a server needs the key without a passphrase");
        }
        try {
            KeyManager[] managers =
                    options(chain, key).getKeyManagerFactory(vertx).getKeyManagers();
            for (KeyManager manager : managers) {
                if (manager instanceof X509KeyManager keys) {
                    return secret(keys);
                }
            }
        } catch (Exception e) {
            if (reason(e).contains("does not match algorithm")) {
                throw strangers(files);
            }
            throw wrong(KEY, "%s cannot be used: %s".formatted(files.key(), reason(e)));
        }
        throw wrong(KEY, files.key() + " holds no key that can be used");
    }

    private static ProblemException strangers(TlsFiles files) {
        return wrong(
                KEY,
                "%s is not the key of the certificate in %s"
                        .formatted(files.key(), files.certificate()));
    }

    private static PrivateKey secret(X509KeyManager keys) throws GeneralSecurityException {
        for (String type : new String[] {"RSA", "EC", "EdDSA", "Ed25519", "Ed448", "RSASSA-PSS"}) {
            String[] aliases = keys.getServerAliases(type, null);
            if (aliases != null && aliases.length > 0) {
                return keys.getPrivateKey(aliases[0]);
            }
        }
        throw new GeneralSecurityException("the kind of key is not known");
    }

    private static String reason(Throwable e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        String kind = certificate.getPublicKey().getAlgorithm();
        if (!kind.equals(key.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature =
                    Signature.getInstance(
                            switch (kind) {
                                case "RSA" -> "SHA256withRSA";
                                case "EC" -> "SHA256withECDSA";
                                default -> kind;
                            });
            byte[] probe = {1, 2, 3};
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// SHA-256 of the certificate itself.
    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    PemKeyCertOptions options() {
        return options(chain, key);
    }

    private static PemKeyCertOptions options(byte[] chain, byte[] key) {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(chain))
                .addKeyValue(Buffer.buffer(key));
    }

    boolean sameAs(Certificate other) {
        return Arrays.equals(chain, other.chain) && Arrays.equals(key, other.key);
    }

    private static ProblemException wrong(String field, String message) {
        return new ProblemException(new Problem(Code.CONFIGURATION, field, message));
    }
}
