package io.caravan.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.caravan.http.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signed tokens against an issuer whose keys change and whose server fails. */
class SignedTokensTest {
    private static final String ISSUER = "https://issuer.example.org";
    private static RSAKey first;
    private static RSAKey second;
    private static ECKey elliptic;

    private final AtomicInteger fetches = new AtomicInteger();
    private volatile List<JWK> keys = List.of();
    private volatile int status = 200;
    private volatile Instant now = Instant.parse("2026-11-26T10:00:00Z");
    private HttpServer server;
    private SignedTokens tokens;

    @BeforeAll
    static void keys() throws Exception {
        first = new RSAKeyGenerator(2048).keyID("first").generate();
        second = new RSAKeyGenerator(2048).keyID("second").generate();
        elliptic = new ECKeyGenerator(Curve.P_256).keyID("elliptic").generate();
    }

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            byte[] body = new JWKSet(keys).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        keys = List.of(first);
        tokens = tokens(Optional.of("caravan"), "roles");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private SignedTokens tokens(Optional<String> audience, String rolesClaim) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
        InstantSource source = () -> now;
        return new SignedTokens(
                new SignedTokens.Issuer(ISSUER, url, audience, rolesClaim), source.withZone(ZoneOffset.UTC));
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("ann")
                .audience("caravan")
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("roles", List.of("viewer", "somebody else's"));
    }

    private static String signed(RSAKey key, JWTClaimsSet claims) throws Exception {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(key.getKeyID())
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private Problem refused(String token) {
        var thrown = assertThrows(
                CompletionException.class, () -> tokens.caller(token).join());
        return (Problem) thrown.getCause();
    }

    @Test
    void a_signed_token_says_who_it_is_and_what_they_may() throws Exception {
        Caller caller = tokens.caller(signed(first, claims().build())).join();
        assertEquals(new Caller("ann", Set.of(Role.VIEWER)), caller);
        assertTrue(caller.may(Role.VIEWER));
        assertFalse(caller.may(Role.SENDER));
        assertFalse(caller.may(Role.OPERATOR));
    }

    @Test
    void elliptic_curves_are_taken_too() throws Exception {
        keys = List.of(first, elliptic);
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("elliptic").build(), claims().build());
        token.sign(new ECDSASigner(elliptic));
        assertEquals("ann", tokens.caller(token.serialize()).join().name());
    }

    @ParameterizedTest
    @CsvSource({"issuer,iss", "audience,aud", "expired,xpired", "early,before", "endless,exp", "nameless,sub"})
    void what_is_wrong_with_a_genuine_token_is_said(String what, String word) throws Exception {
        Map<String, UnaryOperator<JWTClaimsSet.Builder>> wrong = Map.of(
                "issuer", each -> each.issuer("https://other.example.org"),
                "audience", each -> each.audience("other"),
                "expired", each -> each.expirationTime(Date.from(now.minusSeconds(61))),
                "early", each -> each.notBeforeTime(Date.from(now.plusSeconds(90))),
                "endless", each -> each.expirationTime(null),
                "nameless", each -> each.subject(null));
        Problem problem = refused(signed(first, wrong.get(what).apply(claims()).build()));
        assertEquals(401, problem.status());
        assertTrue(problem.getMessage().contains(word), problem.getMessage());
    }

    @Test
    void without_a_wanted_audience_any_is_taken() throws Exception {
        tokens = tokens(Optional.empty(), "roles");
        assertEquals(
                "ann",
                tokens.caller(signed(first, claims().audience("other").build()))
                        .join()
                        .name());
    }

    @Test
    void a_changed_token_a_secret_as_key_and_no_signature_are_refused() throws Exception {
        String genuine = signed(first, claims().build());
        String operator = signed(second, claims().claim("roles", "operator").build());
        String[] parts = genuine.split("\\.");
        assertEquals(
                401,
                refused(parts[0] + "." + operator.split("\\.")[1] + "." + parts[2])
                        .status());

        var secret = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims().build());
        secret.sign(new MACSigner(first.toRSAPublicKey().getEncoded()));
        assertTrue(refused(secret.serialize()).getMessage().contains("not signed by a private key"));
        assertEquals(401, refused(new PlainJWT(claims().build()).serialize()).status());
        assertEquals(401, refused("a.b.c").status());
    }

    @Test
    void roles_may_be_words_and_may_lie_within_an_object() throws Exception {
        assertEquals(Set.of(Role.SENDER, Role.VIEWER), roles("roles", "roles", "sender viewer"));
        assertEquals(
                Set.of(Role.OPERATOR),
                roles("realm_access.roles", "realm_access", Map.of("roles", List.of("operator", "kamelet"))));
        assertEquals(
                Set.of(Role.SENDER),
                roles("https://example.org/roles", "https://example.org/roles", List.of("sender")));
        assertEquals(Set.of(), roles("groups", "roles", "operator"));
        assertEquals(Set.of(), roles("roles", "roles", 1));
    }

    private Set<Role> roles(String name, String claim, Object value) throws Exception {
        JWTClaimsSet claims = claims().claim("roles", null).claim(claim, value).build();
        return tokens(Optional.of("caravan"), name)
                .caller(signed(first, claims))
                .join()
                .roles();
    }

    @Test
    void keys_are_kept_and_fetched_again_when_a_new_one_is_named_but_not_more_often_than_the_bound() throws Exception {
        tokens.caller(signed(first, claims().build())).join();
        tokens.caller(signed(first, claims().build())).join();
        assertEquals(1, fetches.get());

        keys = List.of(first, second);
        assertEquals(401, refused(signed(second, claims().build())).status());
        assertEquals(1, fetches.get());

        now = now.plusSeconds(10);
        assertEquals(
                "ann", tokens.caller(signed(second, claims().build())).join().name());
        assertEquals(2, fetches.get());
    }

    @Test
    void a_key_that_the_issuer_has_withdrawn_is_forgotten() throws Exception {
        String token = signed(
                first,
                claims().expirationTime(Date.from(now.plus(Duration.ofDays(1)))).build());
        tokens.caller(token).join();
        keys = List.of(second);
        now = now.plus(Duration.ofMinutes(5)).plusSeconds(1);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> tokens.caller(token)
                .handle((caller, refused) -> caller == null)
                .join());
        assertEquals(401, refused(token).status());
    }

    @Test
    void while_the_issuer_is_away_known_keys_go_on_and_unknown_ones_are_503() throws Exception {
        tokens.caller(signed(first, claims().build())).join();
        status = 500;
        now = now.plusSeconds(20);
        assertEquals(503, refused(signed(second, claims().build())).status());
        assertEquals(
                "ann", tokens.caller(signed(first, claims().build())).join().name());

        server.stop(0);
        now = now.plusSeconds(20);
        assertEquals(503, refused(signed(second, claims().build())).status());
        assertEquals(
                "ann", tokens.caller(signed(first, claims().build())).join().name());
    }
}
