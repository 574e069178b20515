package io.caravan.console.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.caravan.http.Problem;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** JSON Web Tokens of one issuer: signature, times, issuer and audience are checked, the roles are read from a claim. */
public final class SignedTokens {
    /** Signatures by a private key only: whoever can check a token must not be able to make one. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final Set<JOSEObjectType> TYPES =
            new HashSet<>(Arrays.asList(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));

    /** Whose tokens are taken, where the issuer's keys are, for whom the tokens must be, and which claim holds the roles. */
    public record Issuer(String name, URI keys, Optional<String> audience, String rolesClaim) {}

    private final RolesClaim roles;
    private final SigningKeys keys;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    public SignedTokens(Issuer issuer, Clock clock) {
        this.roles = new RolesClaim(issuer.rolesClaim());
        this.keys = new SigningKeys(issuer.keys(), clock);
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPES));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(ALGORITHMS, (selector, context) -> selector.select(keys.known())));
        processor.setJWTClaimsSetVerifier(claims(issuer, clock));
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> claims(Issuer issuer, Clock clock) {
        return new DefaultJWTClaimsVerifier<>(
                issuer.audience().orElse(null),
                new JWTClaimsSet.Builder().issuer(issuer.name()).build(),
                Set.of("sub", "exp")) {
            @Override
            protected Date currentTime() {
                return Date.from(clock.instant());
            }
        };
    }

    /** Whether it has the form of one. */
    static boolean resembles(String token) {
        return token.chars().filter(each -> each == '.').count() == 2;
    }

    /** Who the token speaks for; fails with a {@link Problem}. */
    CompletableFuture<Caller> caller(String token) {
        SignedJWT signed;
        try {
            signed = SignedJWT.parse(token);
        } catch (ParseException notOne) {
            return CompletableFuture.failedFuture(Refusals.unknown());
        }
        if (!ALGORITHMS.contains(signed.getHeader().getAlgorithm())) {
            return CompletableFuture.failedFuture(Refusals.invalid("it is not signed by a private key"));
        }
        return keys.have(signed.getHeader()).thenApply(known -> verified(signed));
    }

    /** The library's reason is told only when the signature was right: whoever made the token up learns nothing. */
    private Caller verified(SignedJWT signed) {
        try {
            JWTClaimsSet claims = processor.process(signed, null);
            return new Caller(claims.getSubject(), roles.of(claims));
        } catch (BadJWTException bad) {
            throw Refusals.invalid(String.valueOf(bad.getMessage()));
        } catch (BadJOSEException | JOSEException forged) {
            throw Refusals.invalid("its signature is wrong");
        }
    }
}
