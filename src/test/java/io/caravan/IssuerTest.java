package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Caravan that knows people by the tokens of an issuer, whose keys come slowly. */
class IssuerTest {
    private static final String ISSUER = "https://issuer.example.org";

    @TempDir
    private Path folder;

    @Test
    void a_request_waits_for_the_keys_with_its_body_and_others_do_not_wait_for_it() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("k").generate();
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        HttpServer issuer = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        var threads = Executors.newCachedThreadPool();
        issuer.setExecutor(threads);
        issuer.createContext("/keys", exchange -> {
            asked.countDown();
            try {
                answer.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            byte[] body = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
        String routes =
                "- route: { id: a, from: { uri: 'flow:a', parameters: { event: a }, steps: [ { log: 'a' } ] } }\n";
        try (RunningCaravan caravan = RunningCaravan.start(
                folder,
                routes,
                Map.of(
                        "caravan.jwt.issuer",
                        ISSUER,
                        "caravan.jwt.jwks-url",
                        "http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys"))) {
            String data = "x".repeat(300_000);
            var posted = CompletableFuture.supplyAsync(
                    () -> post(caravan, key, "{\"type\":\"a\",\"data\":{\"text\":\"" + data + "\"}}"));
            asked.await(30, TimeUnit.SECONDS);
            assertEquals(401, caravan.get("/flows").statusCode());
            assertFalse(posted.isDone());
            answer.countDown();
            HttpResponse<String> accepted = posted.get(30, TimeUnit.SECONDS);
            assertEquals(202, accepted.statusCode(), accepted.body());
            String flow = RunningCaravan.json(accepted)
                    .path("flows")
                    .path(0)
                    .path("id")
                    .asText();
            HttpResponse<String> cancelled = caravan.send(caravan.to("/flows/" + flow + "/cancel")
                    .header("Authorization", "Bearer " + token(key))
                    .POST(BodyPublishers.noBody())
                    .build());
            assertEquals(403, cancelled.statusCode());
        } finally {
            answer.countDown();
            issuer.stop(0);
            threads.shutdownNow();
        }
    }

    private static HttpResponse<String> post(RunningCaravan caravan, RSAKey key, String body) {
        return caravan.send(caravan.to("/events")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token(key))
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static String token(RSAKey key) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k").build(),
                    new JWTClaimsSet.Builder()
                            .issuer(ISSUER)
                            .subject("ann")
                            .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                            .claim("roles", "sender")
                            .build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (com.nimbusds.jose.JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
