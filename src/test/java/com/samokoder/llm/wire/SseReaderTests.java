package com.samokoder.llm.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import okio.Buffer;
import okio.Okio;
import okio.Source;
import okio.Timeout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class SseReaderTests {
    private static List<String> events(String stream, int piece) throws IOException {
        var reader = new SseReader(Okio.buffer(new Pieces(stream, piece)));
        var events = new ArrayList<String>();
        for (var event = reader.next(); event != null; event = reader.next()) {
            var data = new String(event.data(), StandardCharsets.UTF_8);
            events.add(event.name().isEmpty() ? data : event.name() + "=" + data);
        }
        return events;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void readsEveryKindOfLineEndInPiecesOfEverySize(String end) throws IOException {
        var stream =
                String.join(
                        end,
                        ": comment",
                        "event: greeting",
                        "data: при",
                        "data:вет 🎉",
                        "id: 7",
                        "",
                        "event: forgotten",
                        "",
                        "retry: 5",
                        "data",
                        "",
                        "data: {\"a\": 1}",
                        "",
                        "");
        for (int piece = 1; piece < 40; piece++) {
            assertThat(events(stream, piece))
                    .containsExactly("greeting=при\nвет 🎉", "", "{\"a\": 1}");
        }
    }

    @Test
    void handsOverAnEventTheStreamDidNotFinish() throws IOException {
        assertThat(events("data: [DONE]", 3)).containsExactly("[DONE]");
        assertThat(events("data: x\n", 3)).containsExactly("x");
        assertThat(events("", 3)).isEmpty();
        assertThat(events("\n\n\n", 3)).isEmpty();
    }

    @Test
    void skipsAByteOrderMark() throws IOException {
        assertThat(events("\uFEFFdata: x\n\n", 2)).containsExactly("x");
    }

    @Test
    void doesNotWaitForTheSecondHalfOfALineEnd() throws IOException {
        var buffer = new Buffer().writeUtf8("data: x\r\r");
        var reader = new SseReader(Okio.buffer(new FailsAtEnd(buffer)));
        assertThat(reader.next().is("x")).isTrue();
    }

    @Test
    void holdsNoMoreOfALineThanItsLimit() {
        var endless = new Endless();
        assertThatThrownBy(() -> new SseReader(Okio.buffer(endless)).next())
                .isInstanceOf(OversizedAnswer.class);
        assertThat(endless.read).isLessThan(2L * SseReader.MAX_LINE);
    }

    @Test
    void holdsNoMoreOfAnEventThanItsLimit() {
        var lines = ("data: " + "x".repeat(1000) + "\n").repeat(1000);
        assertThatThrownBy(() -> events(lines, 8192)).isInstanceOf(OversizedAnswer.class);
    }

    @Test
    void readsNoMoreThanATotal() {
        var stream = ("data: " + "x".repeat(100_000) + "\n\n").repeat(200);
        assertThatThrownBy(() -> events(stream, 8192)).isInstanceOf(OversizedAnswer.class);
    }

    /** Delivers a text a few bytes at a time. */
    private static final class Pieces implements Source {
        private final Buffer rest = new Buffer();
        private final int size;

        Pieces(String text, int size) {
            this.size = size;
            rest.writeUtf8(text);
        }

        @Override
        public long read(Buffer sink, long byteCount) {
            return rest.read(sink, Math.min(size, byteCount));
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {}
    }

    private static final class Endless implements Source {
        private long read;

        @Override
        public long read(Buffer sink, long byteCount) {
            sink.write(new byte[4096]);
            read += 4096;
            return 4096;
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {}
    }

    private record FailsAtEnd(Buffer rest) implements Source {
        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            if (rest.size() == 0) {
                throw new IOException("would block");
            }
            return rest.read(sink, 1);
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {}
    }
}
