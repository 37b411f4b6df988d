package io.sojourn.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/// Checks ID tokens as section 3.1.3.7 of OpenID Connect Core demands: signature by a key of the provider, issuer,
/// audience, expiry, nonce. Keys are asked for anew when a token names one that is not known.
final class IdTokens {

    /// Signatures by a key that only the provider has; none, and no shared secret.
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private final String issuer;
    private final String clientId;
    private final InstantSource clock;
    private final JWSVerificationKeySelector<SecurityContext> keys;

    IdTokens(String issuer, String clientId, URI jwks, InstantSource clock) throws Refused {
        this.issuer = issuer;
        this.clientId = clientId;
        this.clock = clock;
        try {
            this.keys =
                    new JWSVerificationKeySelector<>(
                            ALGORITHMS,
                            JWKSourceBuilder.create(jwks.toURL())
                                    .refreshAheadCache(false)
                                    .rateLimited(false)
                                    .retrying(true)
                                    .build());
        } catch (MalformedURLException e) {
            throw new Refused("the provider's description has a wrong jwks_uri", e);
        }
    }

    JWTClaimsSet verify(String token, String nonce) throws Refused {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(keys);
        processor.setJWTClaimsSetVerifier(new Claims(issuer, clientId, nonce, clock));
        try {
            JWTClaimsSet claims = processor.process(token, null);
            String party = Optional.ofNullable(claims.getStringClaim("azp")).orElse("");
            boolean others = claims.getAudience().size() > 1;
            if ((others || !party.isEmpty()) && !party.equals(clientId)) {
                throw new Refused("the provider's ID token is for another program");
            }
            return claims;
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new Refused("the provider's ID token is not valid", e);
        }
    }

    /// Reads the time from our clock.
    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final InstantSource clock;

        private Claims(String issuer, String clientId, String nonce, InstantSource clock) {
            super(
                    clientId,
                    new JWTClaimsSet.Builder().issuer(issuer).claim("nonce", nonce).build(),
                    Set.of("sub", "iat", "exp"));
            this.clock = clock;
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
