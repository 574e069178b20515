package io.caravan.console.access;

import io.caravan.http.Problem;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Everybody who is known here: by a token of the file, by a signed token of the issuer, and our own kamelets. */
public final class Callers {
    private static final String BEARER = "Bearer ";
    private static final Caller KAMELETS = new Caller("sandbox", Set.of(Role.KAMELET));

    private final Optional<TokenFile> file;
    private final Optional<SignedTokens> signed;
    private final byte[] kamelets;

    /** @param kamelets the token with which the kamelets call the sandbox */
    public Callers(Optional<TokenFile> file, Optional<SignedTokens> signed, Token kamelets) {
        this.file = file;
        this.signed = signed;
        this.kamelets = kamelets.hash();
    }

    /** Who sends this header {@code Authorization}; fails with a {@link Problem}. Never waits. */
    CompletableFuture<Caller> of(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return CompletableFuture.failedFuture(Refusals.missing());
        }
        String text = authorization.substring(BEARER.length()).strip();
        if (signed.isPresent() && SignedTokens.resembles(text)) {
            return signed.get().caller(text);
        }
        var token = new Token(text);
        return file.flatMap(tokens -> tokens.find(token))
                .or(() -> MessageDigest.isEqual(kamelets, token.hash()) ? Optional.of(KAMELETS) : Optional.empty())
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.failedFuture(Refusals.unknown()));
    }
}
