package io.caravan.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** How tests ended, as JUnit's XML, which CI systems read. */
final class TestReport {
    private record Case(String name, double seconds, List<String> wrong) {}

    private final String suite;
    private final List<Case> cases = new ArrayList<>();

    TestReport(String suite) {
        this.suite = suite;
    }

    void add(String name, double seconds, List<String> wrong) {
        cases.add(new Case(name, seconds, wrong));
    }

    void write(Path file) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        try (Writer out = Files.newBufferedWriter(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", suite);
            xml.writeAttribute("tests", Integer.toString(cases.size()));
            xml.writeAttribute(
                    "failures",
                    Long.toString(cases.stream()
                            .filter(each -> !each.wrong().isEmpty())
                            .count()));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", "0");
            xml.writeAttribute(
                    "time", seconds(cases.stream().mapToDouble(Case::seconds).sum()));
            for (Case each : cases) {
                write(xml, each);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException unwritable) {
            throw new IOException(unwritable.getMessage(), unwritable);
        }
    }

    private void write(XMLStreamWriter xml, Case each) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", suite);
        xml.writeAttribute("name", each.name());
        xml.writeAttribute("time", seconds(each.seconds()));
        if (!each.wrong().isEmpty()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", allowed(each.wrong().get(0)));
            xml.writeCharacters(allowed(String.join("\n", each.wrong())));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** XML has no place for most control characters. */
    private static String allowed(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]", " ");
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }
}
