package io.caravan.console.access;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The claim that holds the roles: a list of words, or words with spaces between them. A dot leads into an object
 * ({@code realm_access.roles}) unless a claim has the whole name. Words that are no role of ours are left out.
 */
record RolesClaim(String name) {
    Set<Role> of(JWTClaimsSet claims) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        words(value(claims)).forEach(word -> Role.of(word).ifPresent(roles::add));
        return roles;
    }

    private @Nullable Object value(JWTClaimsSet claims) {
        if (claims.getClaims().containsKey(name)) {
            return claims.getClaim(name);
        }
        Object value = claims.getClaims();
        for (String step : name.split("\\.")) {
            value = value instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return value;
    }

    private static Stream<String> words(@Nullable Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().map(String::valueOf);
        }
        return value instanceof String text ? Arrays.stream(text.split("\\s+")) : Stream.empty();
    }
}
