package io.caravan.console.access;

import io.caravan.store.ConfigurationRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of a file (or of a mounted Kubernetes Secret), one {@link TokenLine} per line; empty lines and those that begin
 * with # are left out. It is read again and again, so that a token is revoked by deleting its line.
 */
public final class TokenFile {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    private final Path file;
    private String content = "";
    private volatile List<TokenLine> lines = List.of();

    private TokenFile(Path file) {
        this.file = file;
    }

    /** Refuses a file that cannot be read or has a line of another form. */
    public static TokenFile open(Path file) {
        var tokens = new TokenFile(file);
        try {
            tokens.content = Files.readString(file);
            tokens.lines = tokens.parse(tokens.content);
            return tokens;
        } catch (IOException unreadable) {
            throw new ConfigurationRefused("caravan.tokens: " + file + " cannot be read; name a file with lines"
                    + " as `caravan token` prints them.");
        }
    }

    private List<TokenLine> parse(String text) {
        var parsed = new ArrayList<TokenLine>();
        List<String> all = text.lines().toList();
        for (int i = 0; i < all.size(); i++) {
            String line = all.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String place = file + ", line " + (i + 1);
                parsed.add(TokenLine.parse(line)
                        .orElseThrow(() -> new ConfigurationRefused("caravan.tokens: " + place
                                + " must be NAME ROLE sha256:HASH with the role " + Role.words()
                                + ", as `caravan token` prints it.")));
            }
        }
        return List.copyOf(parsed);
    }

    /**
     * Takes over what the file says now. Without the file nobody is known any more; a file with a bad line is not taken over at
     * all, so that a slip of the hand locks nobody out.
     */
    public synchronized void readAgain() {
        try {
            String now = Files.readString(file);
            if (!now.equals(content)) {
                content = now;
                lines = parse(now);
                LOG.info("{} has changed: {} tokens are known now", file, lines.size());
            }
        } catch (NoSuchFileException gone) {
            if (!lines.isEmpty()) {
                content = "";
                lines = List.of();
                LOG.warn("{} is gone: no token is known any more", file);
            }
        } catch (IOException unreadable) {
            LOG.warn("{} cannot be read; the tokens known before stay", file);
        } catch (ConfigurationRefused bad) {
            LOG.warn("{} The tokens known before stay.", bad.getMessage());
        }
    }

    /** Whose token it is; all lines are compared, so that the time says nothing about them. */
    Optional<Caller> find(Token presented) {
        byte[] hash = presented.hash();
        Optional<Caller> found = Optional.empty();
        for (TokenLine line : lines) {
            if (line.isOf(hash)) {
                found = Optional.of(line.caller());
            }
        }
        return found;
    }
}
