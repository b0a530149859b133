package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import com.vantage.shipping.carrier.Outcome.Failure;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireXmlTest {

    record Reply(
            @Nullable String name,
            @Nullable BigDecimal price,
            @Nullable Part part,
            @Nullable List<Part> parts) {}

    record Part(@Nullable String word) {}

    record Question(
            @JacksonXmlProperty(isAttribute = true, localName = "USER")
            String user,

            @Nullable String absent,
            String empty,
            List<Part> part) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Price>free</Price><Name>n</Name>",
                "<Price><Amount>1</Amount></Price><Name>n</Name>",
                "<Price/><Name>n</Name>",
                "<Part>text</Part><Name>n</Name>",
                "<Part/><Name>n</Name>",
                "<Parts/><Name>n</Name>",
                "<Part><Word>one</Word></Part><Part><Word>two</Word></Part><Name>n</Name>",
                "<Unknown a='1'><Deep/></Unknown><Name>n</Name>"
            })
    void elementOfAnotherTypeIsAbsent(String inside) {
        Reply reply = WireXml.read("<Reply>" + inside + "</Reply>").as(Reply.class);

        assertThat(reply).isEqualTo(new Reply("n", null, null, reply == null ? null : reply.parts()));
    }

    @Test
    void repeatedElementsAreAListEvenIfNotAdjacent() {
        assertThat(parts("<Parts><Word>a</Word></Parts>")).containsExactly(new Part("a"));
        assertThat(parts("<Parts><Word>a</Word></Parts><Name>n</Name><Parts><Word>b</Word></Parts>"))
                .containsExactly(new Part("a"), new Part("b"));
    }

    @Test
    void emptyRootHasNoContent() {
        assertThat(WireXml.read("<?xml version=\"1.0\"?>\n<Error/>").root()).isEqualTo("Error");
        assertThat(WireXml.read("<Reply/>").as(Reply.class)).isEqualTo(new Reply(null, null, null, null));
        assertThat(WireXml.read("<Reply>words</Reply>").as(Reply.class)).isEqualTo(new Reply(null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "nothing", "{}", "<Reply><Name>n</Name>", "<Reply", "<a></b>", "<Reply>&nope;</Reply>"})
    void invalidXmlIsUnreadable(String body) {
        assertThatThrownBy(() -> WireXml.read(body))
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(Failure.UNREADABLE));
    }

    @Test
    void externalEntitiesAreNotRead(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "TELL-NOBODY");

        assertThatThrownBy(() -> WireXml.read("<!DOCTYPE Reply [<!ENTITY secret SYSTEM \"" + secret.toUri()
                        + "\">]><Reply><Name>&secret;</Name></Reply>"))
                .isInstanceOf(CarrierUnavailableException.class)
                .hasMessageNotContaining("TELL-NOBODY");
    }

    @Test
    void internalEntitiesAreNotExpanded() {
        assertThatThrownBy(() -> WireXml.read("<!DOCTYPE Reply [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                        + "<Reply><Name>&b;</Name></Reply>"))
                .isInstanceOf(CarrierUnavailableException.class);
    }

    @Test
    void requestKeepsFieldOrderAndEscapesText() {
        assertThat(WireXml.write(new Question("a\"<&b", null, "", List.of(new Part("<&>"), new Part("b")))))
                .isEqualTo("<Question USER=\"a&quot;&lt;&amp;b\"><Empty></Empty>"
                        + "<Part><Word>&lt;&amp;></Word></Part><Part><Word>b</Word></Part></Question>");
    }

    private static List<Part> parts(String inside) {
        Reply reply = WireXml.read("<Reply>" + inside + "</Reply>").as(Reply.class);
        return reply == null ? List.of() : WireValues.orEmpty(reply.parts());
    }
}
