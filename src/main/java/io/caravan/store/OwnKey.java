package io.caravan.store;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;

/** A secret key that Caravan has made once for a purpose and keeps in its database: every node signs, and knows signatures, with it. */
public final class OwnKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final SecretKeySpec key;

    private OwnKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    private static final String FIND = """
            SELECT key FROM own_key WHERE purpose = ?
            """;

    private static final String MAKE =
            """
            INSERT INTO own_key (purpose, key, at) VALUES (?, ?, ?) ON CONFLICT (purpose) DO NOTHING
            """;

    /** The key of a purpose; of nodes that start together one makes it. On the embedded database only before the writer runs. */
    public static OwnKey of(DataSource writing, String purpose, Instant now) {
        try (Connection connection = writing.getConnection();
                var statements = new Statements(connection)) {
            String key = find(statements, purpose);
            if (key.isEmpty()) {
                byte[] fresh = new byte[BYTES];
                new SecureRandom().nextBytes(fresh);
                statements.update(MAKE, purpose, Base64.getEncoder().encodeToString(fresh), now.toEpochMilli());
                key = find(statements, purpose);
            }
            return new OwnKey(Base64.getDecoder().decode(key));
        } catch (SQLException refused) {
            throw new ConfigurationRefused(
                    "The key for " + purpose + " cannot be read or made: " + refused.getMessage() + ".", refused);
        }
    }

    private static String find(Statements statements, String purpose) throws SQLException {
        try (ResultSet found = statements.set(FIND, purpose).executeQuery()) {
            return found.next() ? found.getString(1) : "";
        }
    }

    /** The signature of a text: the same on every node, and nobody else's. */
    public byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException never) {
            throw new IllegalStateException("every Java can " + ALGORITHM, never);
        }
    }
}
