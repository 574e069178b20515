package io.caravan.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.caravan.RunningCaravan;
import io.caravan.console.access.Role;
import io.caravan.console.access.Token;
import io.caravan.console.access.TokenLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a token is asked for, the console asks for it, keeps it in the tab, and says what a role may not. */
@Tag("sqlite")
class SigningInTest {
    private static final String ROUTES =
            """
            - route:
                id: greet
                from: { uri: flow:greet, parameters: { event: came }, steps: [ { log: came } ] }
            - route:
                id: greet.hello
                from:
                  uri: flow:greet/hello
                  parameters: { destination: slack }
                  steps:
                    - setBody: { constant: hello }
            """;

    @Test
    void a_token_is_asked_for_and_what_its_role_may_not_is_said(@TempDir Path folder) throws IOException {
        try (var chromium = Chromium.start()) {
            Token token = Token.make(new SecureRandom());
            Path file = folder.resolve("tokens.txt");
            Files.writeString(file, TokenLine.of("vera", Role.VIEWER, token).toString());
            try (var caravan = RunningCaravan.start(folder, ROUTES, Map.of("caravan.tokens", file.toString()))) {
                walk(chromium.open("http://127.0.0.1:" + caravan.port() + "/"), token.text(), caravan);
                assertEquals(List.of(), chromium.complaints());
            }
        }
    }

    private static void walk(Page page, String token, RunningCaravan caravan) {
        signIn(page, "caravan_wrong");
        assertThat(page.locator(".refusal")).containsText("The token is not known here");
        signIn(page, token);
        assertThat(page.locator("h1")).hasText("Now");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pause"))
                .click();
        page.locator("dialog button[type=submit]").click();
        assertThat(page.locator("dialog .refusal"))
                .containsText("This needs the role operator; vera does not have it.");
        page.keyboard().press("Escape");
        page.reload();
        assertThat(page.locator("h1")).hasText("Now");
        assertEquals(0, page.evaluate("localStorage.length + document.cookie.length"));
        Page another = page.context().newPage();
        another.navigate(page.url());
        assertThat(another.locator("h1")).hasText("Who are you?");
        caravan.close();
        assertThat(page.locator("#stale")).isVisible();
        assertThat(page.locator("#stale")).containsText("This page is stale");
    }

    private static void signIn(Page page, String token) {
        assertThat(page.locator("h1")).hasText("Who are you?");
        page.getByLabel("Token").fill(token);
        page.locator("button[type=submit]").click();
    }
}
