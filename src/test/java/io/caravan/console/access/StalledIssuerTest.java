package io.caravan.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.caravan.http.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An issuer that begins to answer and never ends. */
class StalledIssuerTest {
    @Test
    void keys_whose_body_never_ends_are_503_within_the_time_limit() throws Exception {
        try (var issuer = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<Socket> begun = CompletableFuture.supplyAsync(() -> begin(issuer));
            URI url = URI.create("http://127.0.0.1:" + issuer.getLocalPort() + "/keys");
            var tokens = new SignedTokens(
                    new SignedTokens.Issuer("https://issuer.example.org", url, Optional.empty(), "roles"),
                    Clock.systemUTC());
            ExecutionException failed = assertThrows(
                    ExecutionException.class, () -> tokens.caller(token()).get(15, TimeUnit.SECONDS));
            assertEquals(503, ((Problem) failed.getCause()).status());
            try (Socket connection = begun.get(1, TimeUnit.SECONDS)) {
                connection.setSoTimeout(5_000);
                connection.getInputStream().readAllBytes(); // ends only if the other side has given up the connection
            }
        }
    }

    private static Socket begin(ServerSocket issuer) {
        try {
            Socket connection = issuer.accept();
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
            return connection;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String token() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("any").generate();
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("any").build(),
                new JWTClaimsSet.Builder().subject("ann").build());
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }
}
