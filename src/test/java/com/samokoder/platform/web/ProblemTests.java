package com.samokoder.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;

import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;

import okio.BufferedSink;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

@ProbeTest
class ProblemTests {
    private static final MediaType BYTES = MediaType.get("application/octet-stream");

    @Autowired Api api;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"full_name\":\"a\",\"surprise\":1}|/surprise|unknown_field",
                "{\"full_name\":\"a\",\"parts\":[{\"short_name\":\"b\",\"x\":1}]}|/parts/0/x|unknown_field",
                "{\"full_name\":1}|/full_name|wrong_type",
                "{\"full_name\":\"a\",\"count\":\"1\"}|/count|wrong_type",
                "{\"full_name\":\"a\",\"count\":1.5}|/count|wrong_type",
                "{\"full_name\":\"a\",\"price_usd\":\"dear\"}|/price_usd|wrong_type",
                "{\"full_name\":\"a\",\"size\":\"huge\"}|/size|not_allowed",
                "{\"full_name\":\"a\",\"ref\":\"nope\"}|/ref|invalid_format",
                "{}|/full_name|required",
                "{\"full_name\":\"12345678901\"}|/full_name|too_long",
                "{\"full_name\":\"a\",\"count\":10}|/count|too_large",
                "{\"full_name\":\"a\",\"email\":\"nobody\"}|/email|invalid_format",
                "{\"full_name\":\"a\",\"word\":\"UP\"}|/word|invalid_format",
                "{\"full_name\":\"a\",\"parts\":[{\"short_name\":\"123456\"}]}|/parts/0/short_name|too_long",
                "{\"full_name\":|``|malformed_json",
                "{\"full_name\":\"a\",\"full_name\":\"b\"}|``|malformed_json",
                "[]|``|wrong_type",
                "``|``|required"
            })
    void namesTheFieldThatIsWrong(String body, String pointer, String code) {
        var answer = api.postRaw("/probe/orders", body).expectProblem(400, "invalid_request");
        var field = answer.json().at("/errors/0");
        assertThat(field.path("pointer").stringValue()).as(answer.text()).isEqualTo(pointer);
        assertThat(field.path("code").stringValue()).as(answer.text()).isEqualTo(code);
        assertThat(field.path("detail").stringValue()).isNotBlank().doesNotContain("field.");
    }

    @Test
    void tellsEverythingAClientNeeds() {
        var answer = api.get("/probe/stream").expectProblem(429, "provider_rate_limited");
        var problem = answer.json();
        assertThat(problem.path("type").stringValue())
                .isEqualTo("urn:samokoder:problem:provider_rate_limited");
        assertThat(problem.path("instance").stringValue()).isEqualTo("/probe/stream");
        assertThat(problem.path("source").stringValue()).isEqualTo("provider");
        assertThat(problem.path("retryable").booleanValue()).isTrue();
        assertThat(problem.path("retry_after").intValue()).isEqualTo(2);
        assertThat(problem.has("errors")).isFalse();
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(answer.header("Content-Language")).isEqualTo("en");
    }

    @Test
    void listsTheAllowedWords() {
        var answer = api.postRaw("/probe/orders", "{\"full_name\":\"a\",\"size\":\"huge\"}");
        assertThat(answer.text()).contains("small, very_large");
    }

    @ParameterizedTest
    @CsvSource({"ru,Не найдено", "'ru-RU,en;q=0.5',Не найдено", "fr,Not found", "'%%%',Not found"})
    void speaksTheCallersLanguage(String wanted, String title) {
        var problem =
                api.with("Accept-Language", wanted)
                        .get("/probe/nothing")
                        .expectProblem(404, "not_found");
        assertThat(problem.json().path("title").stringValue()).isEqualTo(title);
    }

    @Test
    void tellsNothingOfAnUnexpectedFailure() {
        var answer = api.get("/probe/crash").expectProblem(500, "internal");
        assertThat(answer.text()).doesNotContain("planted", "IllegalState", "Exception");
        var sent = api.get("/probe/send-error").expectProblem(400, "invalid_request");
        assertThat(sent.text()).doesNotContain("planted");
        assertThat(sent.json().path("instance").stringValue()).isEqualTo("/probe/send-error");
    }

    @Test
    void dropsTheHeadersOfTheAnswerThatDidNotCome() {
        var answer = api.get("/probe/download").expectProblem(400, "invalid_request");
        assertThat(answer.header("Content-Disposition")).isNull();
        assertThat(answer.json().at("/errors/0/detail").stringValue())
                .isEqualTo("a text without a bundle");
    }

    @Test
    void answersWrongMethodsTypesAndParameters() {
        var method = api.delete("/probe/search").expectProblem(405, "method_not_allowed");
        assertThat(method.header("Allow")).isEqualTo("GET");
        api.get("/probe/nothing").expectProblem(404, "not_found");
        api.with("Accept", "image/png")
                .get("/probe/orders/018f0000-0000-7000-8000-000000000001")
                .expectProblem(406, "not_acceptable");
        api.send("POST", "/probe/orders", RequestBody.create("a=b", MediaType.get("text/plain")))
                .expectProblem(415, "unsupported_media_type");
        expectField(api.get("/probe/orders/7"), "order_id", "invalid_format");
        expectField(api.get("/probe/search"), "limit", "required");
        expectField(api.get("/probe/search?limit=x"), "limit", "invalid_format");
        expectField(api.get("/probe/search?limit=1"), "X-Wanted", "required");
        expectField(api.with("X-Wanted", "a").get("/probe/search?limit=101"), "limit", "too_large");
    }

    private static void expectField(Answer answer, String pointer, String code) {
        var field = answer.expectProblem(400, "invalid_request").json().at("/errors/0");
        assertThat(field.path("pointer").stringValue()).isEqualTo(pointer);
        assertThat(field.path("code").stringValue()).isEqualTo(code);
    }

    @Test
    void refusesBodiesAboveTheLimitHoweverTheyAreSent() {
        int limit = 1 << 20;
        api.send("POST", "/probe/large", RequestBody.create(new byte[3 * limit], BYTES))
                .expect(200);
        api.send("POST", "/probe/large", RequestBody.create(new byte[3 * limit + 1], BYTES))
                .expectProblem(413, "too_large");
        api.send("POST", "/probe/large", chunked(3 * limit + 1)).expectProblem(413, "too_large");
        api.postRaw("/probe/orders", "{\"full_name\":\"" + "a".repeat(2_000_000) + "\"}")
                .expectProblem(413, "too_large");
        api.send("POST", "/probe/orders", chunkedJson(2 * limit)).expectProblem(413, "too_large");
    }

    @Test
    void explainsUploads() {
        var file = RequestBody.create(new byte[10], BYTES);
        var body =
                new MultipartBody.Builder()
                        .setType(MultipartBody.FORM)
                        .addFormDataPart("file", "a.bin", file)
                        .build();
        assertThat(api.send("POST", "/probe/upload", body).expect(200).text()).contains("10");
        var other =
                new MultipartBody.Builder()
                        .setType(MultipartBody.FORM)
                        .addFormDataPart("other", "a.bin", file)
                        .build();
        expectField(api.send("POST", "/probe/upload", other), "file", "required");
    }

    @Test
    void answersWhatNoHandlerSees() throws IOException {
        api.get("/probe//double").expectProblem(400, "invalid_request");
        api.get("/probe/a;b=c").expectProblem(400, "invalid_request");
        var answer = raw("GET /probe/<> HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "\"code\":\"invalid_request\"")
                .doesNotContain("Tomcat", "Exception", "<html");
    }

    private String raw(String request) throws IOException {
        var address = URI.create(api.base());
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static RequestBody chunked(int length) {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return BYTES;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                for (int sent = 0; sent < length; sent += 1024) {
                    sink.write(new byte[Math.min(1024, length - sent)]);
                }
            }
        };
    }

    private static RequestBody chunkedJson(int length) {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return MediaType.get("application/json");
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.writeUtf8("{\"full_name\":\"");
                for (int sent = 0; sent < length; sent += 1000) {
                    sink.writeUtf8("a".repeat(1000));
                }
                sink.writeUtf8("\"}");
            }
        };
    }

    @Test
    void acceptsWhatIsRight() {
        var answer =
                api.post(
                                "/probe/orders",
                                Map.of("full_name", "Ann", "size", "small", "price_usd", "1.50"))
                        .expect(200);
        assertThat(answer.json().path("price_usd").stringValue()).isEqualTo("1.50");
    }
}
