package io.caravan;

import io.caravan.cli.Exit;
import io.caravan.cli.NotDone;
import io.caravan.connector.HubSpotPortal;
import io.caravan.connector.HubSpotSetup;
import io.caravan.connector.SetupStopped;
import io.caravan.store.ConfigurationRefused;
import java.util.List;
import java.util.function.Consumer;

/** The HubSpot portal of the configuration, prepared for the kamelets. */
final class PreparedPortal {
    private PreparedPortal() {}

    /** Prepares it for records of these kinds; the exit code. */
    static int of(Settings settings, List<String> kinds, Consumer<String> out) {
        String token = settings.text("caravan.hubspot.token");
        if (token.isEmpty()) {
            throw new ConfigurationRefused("caravan.hubspot.token is missing; set it by the environment variable"
                    + " CARAVAN_HUBSPOT_TOKEN. (The sandbox needs no setup.)");
        }
        var portal =
                new HubSpotPortal(settings.url("caravan.hubspot.url"), token, settings.text("caravan.hubspot.version"));
        try {
            return new HubSpotSetup(portal, out).run(kinds) ? 0 : Exit.NO;
        } catch (SetupStopped stopped) {
            throw new NotDone(code(stopped.reason()), String.valueOf(stopped.getMessage()));
        }
    }

    private static int code(SetupStopped.Reason reason) {
        return switch (reason) {
            case UNREACHABLE -> Exit.UNREACHABLE;
            case TOKEN -> Exit.UNKNOWN_TOKEN;
            case SCOPE -> Exit.FORBIDDEN;
            case LATER -> Exit.LATER;
            case STRANGER -> Exit.STRANGER;
        };
    }
}
