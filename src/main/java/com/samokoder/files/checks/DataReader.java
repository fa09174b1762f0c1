package com.samokoder.files.checks;

import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.toml.TomlMapper;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;

import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;

/** Reads files of data. Their parsers bound depth and aliases themselves. */
final class DataReader {
    private static final int LONGEST = 1024 * 1024;
    private static final JsonMapper STRICT = strict().build();
    private static final JsonMapper COMMENTED =
            strict().enable(
                            JsonReadFeature.ALLOW_JAVA_COMMENTS,
                            JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .build();
    private static final TomlMapper TOML = new TomlMapper();

    void read(SourceText source, Outline outline) {
        if (source.text().length() > LONGEST) {
            outline.warn(0, Finding.SYNTAX, "Not checked: longer than " + LONGEST + " characters.");
            return;
        }
        switch (source.kind()) {
            case JSON -> readTree(STRICT, source, outline);
            case JSON_WITH_COMMENTS -> readTree(COMMENTED, source, outline);
            case TOML -> readTree(TOML, source, outline);
            case YAML -> yaml(source, outline);
            default -> xml(source, outline);
        }
        if (source.kind() == FileKind.YAML || source.kind() == FileKind.TOML) {
            LineComments.read(source, outline);
        }
    }

    private static JsonMapper.Builder strict() {
        return JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    private static void readTree(ObjectMapper mapper, SourceText source, Outline outline) {
        try {
            var tree = mapper.readTree(source.text());
            if (tree.isMissingNode()) {
                outline.error(1, Finding.SYNTAX, "Syntax error: the file is empty.");
            }
        } catch (JacksonException e) {
            var place = e.getLocation();
            int line = place == null ? 0 : Math.max(0, place.getLineNr());
            fail(outline, line, e.getOriginalMessage());
        }
    }

    private static void yaml(SourceText source, Outline outline) {
        if (source.text().contains("{{") || Templates.isTemplate(source.text())) {
            return;
        }
        try {
            for (var document : new Yaml(new LoaderOptions()).composeAll(reader(source))) {
                document.getTag();
            }
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            fail(outline, mark == null ? 0 : mark.getLine() + 1, String.valueOf(e.getProblem()));
        } catch (YAMLException e) {
            fail(outline, 0, String.valueOf(e.getMessage()));
        }
    }

    private static void xml(SourceText source, Outline outline) {
        try {
            parsers().newSAXParser().parse(new InputSource(reader(source)), new Quiet());
        } catch (SAXParseException e) {
            fail(outline, Math.max(0, e.getLineNumber()), String.valueOf(e.getMessage()));
        } catch (SAXException e) {
            fail(outline, 0, String.valueOf(e.getMessage()));
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SAXParserFactory parsers() throws ParserConfigurationException, SAXException {
        var factory = SAXParserFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory;
    }

    private static StringReader reader(SourceText source) {
        return new StringReader(source.text());
    }

    private static void fail(Outline outline, int line, String message) {
        var first = message.lines().findFirst().orElse("");
        int last = (int) outline.source().text().lines().count();
        outline.error(Math.min(line, last), Finding.SYNTAX, "Syntax error: " + first);
    }

    /** Throws at fatal errors, and prints nothing. */
    private static final class Quiet extends DefaultHandler {
        @Override
        public InputSource resolveEntity(String publicId, String systemId) {
            return new InputSource(new StringReader(""));
        }
    }
}
