package io.caravan.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.store.ConfigurationRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of tokens, read again and again. */
class TokenFileTest {
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("tokens"), content);
    }

    @Test
    void a_line_holds_the_hash_and_not_the_token() {
        Token token = Token.make(random);
        String line = TokenLine.of("ci", Role.SENDER, token).toString();
        assertFalse(line.contains(token.text()));
        assertFalse(token.toString().contains(token.text()));
        assertTrue(line.matches("ci sender sha256:[0-9a-f]{64}"), line);
        assertEquals(line, TokenLine.parse(line).orElseThrow().toString());
        assertEquals(
                "t sender sha256:" + HASH,
                TokenLine.of("t", Role.SENDER, new Token("test")).toString());
    }

    @Test
    void two_tokens_are_never_the_same() {
        assertNotEquals(Token.make(random), Token.make(random));
        assertEquals("caravan_".length() + 43, Token.make(random).text().length());
    }

    @Test
    void two_lines_of_one_name_are_both_taken_so_that_a_token_can_be_replaced() throws IOException {
        Token old = Token.make(random);
        Token young = Token.make(random);
        TokenFile tokens = TokenFile.open(file("# ci\n\n" + TokenLine.of("ci", Role.VIEWER, old) + "\n"
                + TokenLine.of("ci", Role.SENDER, young) + "\n"));
        assertEquals(Optional.of(new Caller("ci", Set.of(Role.VIEWER))), tokens.find(old));
        assertEquals(Optional.of(new Caller("ci", Set.of(Role.SENDER))), tokens.find(young));
        assertEquals(Optional.empty(), tokens.find(Token.make(random)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ci sender",
                "ci kamelet sha256:" + HASH,
                "ci admin sha256:" + HASH,
                "ci sender sha256:abc",
                "ci sender " + HASH,
                "a b sender sha256:" + HASH,
                "\"ci\" sender sha256:" + HASH
            })
    void a_line_of_another_form_is_refused_by_its_number(String line) throws IOException {
        Path file = file("# tokens\n" + line + "\n");
        var refused = assertThrows(ConfigurationRefused.class, () -> TokenFile.open(file));
        assertTrue(refused.getMessage().contains("caravan.tokens: " + file + ", line 2"), refused.getMessage());
        assertFalse(refused.getMessage().contains(HASH), refused.getMessage());
    }

    @Test
    void a_file_that_is_not_there_is_refused_at_the_start() {
        var refused = assertThrows(ConfigurationRefused.class, () -> TokenFile.open(folder.resolve("none")));
        assertTrue(refused.getMessage().contains("caravan.tokens"), refused.getMessage());
    }

    @Test
    void a_bad_line_locks_nobody_out_and_a_file_that_is_gone_everybody() throws IOException {
        Token token = Token.make(random);
        String line = TokenLine.of("ci", Role.SENDER, token).toString();
        TokenFile tokens = TokenFile.open(file(line));
        file("nonsense\n");
        tokens.readAgain();
        assertTrue(tokens.find(token).isPresent());
        Files.delete(folder.resolve("tokens"));
        tokens.readAgain();
        assertTrue(tokens.find(token).isEmpty());
        file(line);
        tokens.readAgain();
        assertTrue(tokens.find(token).isPresent());
        file("");
        tokens.readAgain();
        assertTrue(tokens.find(token).isEmpty());
    }
}
