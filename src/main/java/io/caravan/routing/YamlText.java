package io.caravan.routing;

import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads YAML into nodes that know their lines. */
public final class YamlText {
    private YamlText() {}

    /** The root; empty if there is nothing but comments, or if it cannot be read: then the reason is added to the refusals. */
    public static Optional<Node> read(String file, byte[] content, List<Refusal> refusals) {
        try {
            var settings = LoadSettings.builder().setLabel(file).build();
            Optional<Node> root = new Compose(settings).composeString(Utf8.text(content));
            Optional<Node> endless =
                    root.flatMap(found -> YamlNodes.endless(found).findFirst());
            if (endless.isPresent()) {
                refusals.add(endless(file, endless.get()));
                return Optional.empty();
            }
            root.ifPresent(found -> refusals.addAll(RepeatedKeys.in(file, found)));
            return root;
        } catch (MarkedYamlEngineException broken) {
            int line = broken.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            refusals.add(new Refusal(new Place(file, line), "This is not YAML: " + broken.getProblem() + "."));
        } catch (CharacterCodingException notText) {
            refusals.add(new Refusal(new Place(file, 0), "This is not text in UTF-8; save it as UTF-8."));
        } catch (YamlEngineException unreadable) {
            refusals.add(new Refusal(new Place(file, 0), "This cannot be read: " + unreadable.getMessage() + "."));
        }
        return Optional.empty();
    }

    private static Refusal endless(String file, Node node) {
        return new Refusal(
                new Place(file, YamlNodes.line(node)),
                "An alias (*) inside of what begins here leads back to it, so that it has no end; write out what is meant.");
    }
}
