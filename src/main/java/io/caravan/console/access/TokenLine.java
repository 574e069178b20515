package io.caravan.console.access;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of the file of tokens: {@code NAME ROLE sha256:HASH}. */
public final class TokenLine {
    /** What a name may be. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}");

    private static final Pattern FORM = Pattern.compile("(\\S+)\\s+(\\S+)\\s+sha256:([0-9a-f]{64})");

    private final String name;
    private final Role role;
    private final byte[] hash;

    private TokenLine(String name, Role role, byte[] hash) {
        this.name = name;
        this.role = role;
        this.hash = hash;
    }

    public static TokenLine of(String name, Role role, Token token) {
        return new TokenLine(name, role, token.hash());
    }

    /** Empty when the line has another form. */
    static Optional<TokenLine> parse(String line) {
        Matcher parts = FORM.matcher(line.strip());
        if (!parts.matches() || !NAME.matcher(parts.group(1)).matches()) {
            return Optional.empty();
        }
        return Role.of(parts.group(2))
                .map(role -> new TokenLine(parts.group(1), role, HexFormat.of().parseHex(parts.group(3))));
    }

    /** Takes the same time whether or not the hashes begin alike. */
    boolean isOf(byte[] presented) {
        return MessageDigest.isEqual(hash, presented);
    }

    Caller caller() {
        return new Caller(name, Set.of(role));
    }

    /** As it stands in the file. */
    @Override
    public String toString() {
        return name + " " + role.word() + " sha256:" + HexFormat.of().formatHex(hash);
    }
}
