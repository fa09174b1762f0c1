package com.samokoder.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.samokoder.testing.Fault;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.Reply;

import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Request;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;

class EgressTests {
    /** Ways to write an address of this machine or its network. */
    private static final List<String> HOSTS =
            """
            127.0.0.1 127.0.0.2 127.255.255.254 127.1 127.0.1 0 0.0.0.0 0.0.0.1 2130706433
            0x7f000001 0x7f.0.0.1 0x7f.1 0177.0.0.1 017700000001 0177.1 127.0.0.01 127.000.000.001
            [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1]
            [64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:a00:1::1] [2001:0:4136:e378::1]
            10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255
            169.254.169.254 169.254.170.2 [::ffff:169.254.169.254] [fe80::1] [fd00:ec2::254] [fc00::1]
            [fdff::1] [fec0::1] [ff02::1] 100.64.0.1 100.127.255.255 100.100.100.200 168.63.129.16
            192.0.0.1 192.0.0.192 192.0.2.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
            224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 [2001:db8::1] [100::1]
            localhost localhost. LOCALHOST sub.localhost printer.local metadata.google.internal
            router.home.arpa intranet ①②⑦.0.0.1 127。0。0。1 %31%32%37.0.0.1 １２７.0.0.1
            """
                    .strip()
                    .lines()
                    .flatMap(line -> List.of(line.split(" ")).stream())
                    .toList();

    private ReplayServer canary;

    @BeforeEach
    void startCanary() {
        canary = ReplayServer.start();
    }

    @AfterEach
    void stopCanary() {
        canary.close();
    }

    private static HttpProperties properties() {
        return new HttpProperties(
                Duration.ofSeconds(1),
                Duration.ofMillis(1500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(20),
                Duration.ofMillis(20),
                8,
                Duration.ofSeconds(30),
                Set.of(443, 8443),
                null);
    }

    private static ProviderHttp http(boolean allowPrivate, Dns dns) {
        return new ProviderHttp(properties(), new AddressRules(allowPrivate), dns);
    }

    private static ProviderUrls urls(boolean allowPrivate) {
        return new ProviderUrls(new AddressRules(allowPrivate), Set.of(443, 8443));
    }

    private static UrlRefused.Reason refusal(boolean allowPrivate, String url) {
        var refused = catchThrowableOfType(UrlRefused.class, () -> urls(allowPrivate).parse(url));
        return refused == null ? null : refused.reason();
    }

    @Test
    void theTableIsLongEnough() {
        assertThat(HOSTS).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
    }

    @Test
    void noHostileUrlPassesTheCheckOfUrls() {
        assertThat(HOSTS)
                .allSatisfy(
                        host -> assertThat(refusal(false, "https://" + host + "/v1")).isNotNull());
    }

    @Test
    void noHostileUrlReachesTheMachineEvenWithoutTheCheckOfUrls() throws Exception {
        Dns everythingIsHere = _ -> List.of(InetAddress.getLoopbackAddress());
        try (var http = http(false, everythingIsHere)) {
            for (var host : HOSTS) {
                var url = HttpUrl.parse("http://" + host + ":" + canary.port() + "/v1");
                if (url != null) {
                    assertThatThrownBy(() -> get(http, url))
                            .as(host)
                            .isInstanceOf(IOException.class);
                }
            }
        }
        assertThat(canary.accepted()).isZero();
    }

    @Test
    void theCanaryWouldHaveSungOtherwise() throws Exception {
        try (var http = http(true, Dns.SYSTEM)) {
            assertThat(get(http, HttpUrl.get(canary.baseUrl() + "/models"))).isEqualTo(200);
        }
        assertThat(canary.accepted()).isEqualTo(1);
    }

    @Test
    void aNameThatChangesItsAnswerIsRefusedWhenItIsUsed() throws Exception {
        var answers =
                new ArrayDeque<>(
                        List.of(
                                InetAddress.ofLiteral("93.184.215.14"),
                                InetAddress.ofLiteral("127.0.0.1")));
        Dns rebinding = _ -> List.of(answers.removeFirst());
        var checked = rebinding.lookup("models.example.com").getFirst();
        assertThat(new AddressRules(false).permits(checked)).isTrue();

        try (var http = http(false, rebinding)) {
            var url = HttpUrl.get("http://models.example.com:" + canary.port() + "/v1");
            assertThatThrownBy(() -> get(http, url)).isInstanceOf(EgressRefused.class);
        }
        assertThat(canary.accepted()).isZero();
    }

    @Test
    void aRedirectIsNotFollowedAndItsTargetSeesNothing() throws Exception {
        try (var provider = ReplayServer.start();
                var http = http(true, Dns.SYSTEM)) {
            provider.reply(
                    Reply.of(
                            302,
                            "text/plain",
                            new byte[0],
                            Map.of("Location", canary.baseUrl() + "/steal")));
            assertThat(get(http, HttpUrl.get(provider.baseUrl() + "/models"))).isEqualTo(302);
        }
        assertThat(canary.accepted()).isZero();
    }

    @Test
    void metadataStaysBlockedWhereThePrivateIsAllowed() throws Exception {
        var rules = new AddressRules(true);
        var metadata =
                List.of(
                        "169.254.169.254",
                        "169.254.170.2",
                        "100.100.100.200",
                        "168.63.129.16",
                        "192.0.0.192",
                        "fe80::1",
                        "fd00:ec2::254",
                        "64:ff9b::a9fe:a9fe",
                        "2002:a9fe:a9fe::");
        assertThat(metadata)
                .noneSatisfy(
                        text -> assertThat(rules.permits(InetAddress.ofLiteral(text))).isTrue());
        assertThat(refusal(true, "http://169.254.169.254/latest"))
                .isEqualTo(UrlRefused.Reason.ADDRESS_NOT_ALLOWED);
        assertThat(List.of("127.0.0.1", "192.168.1.5", "10.0.0.1", "::1", "fd12::1", "8.8.8.8"))
                .allSatisfy(
                        text -> assertThat(rules.permits(InetAddress.ofLiteral(text))).isTrue());
    }

    @Test
    void publicAddressesAreAllowed() {
        var rules = new AddressRules(false);
        assertThat(List.of("8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "100.128.0.1"))
                .allSatisfy(
                        text -> assertThat(rules.permits(InetAddress.ofLiteral(text))).isTrue());
    }

    @Test
    void credentialsDoNotTravelInTheClearOverTheOpenNetwork() {
        assertThat(refusal(false, "http://api.example.com/v1"))
                .isEqualTo(UrlRefused.Reason.NOT_HTTPS);
        assertThat(refusal(true, "http://8.8.8.8/v1")).isEqualTo(UrlRefused.Reason.NOT_HTTPS);
    }

    @Test
    void saysWhatIsWrongWithAUrl() {
        assertThat(refusal(false, "https://api.example.com/v1")).isNull();
        assertThat(refusal(false, "https://api.example.com:8443/v1")).isNull();
        assertThat(refusal(false, "https://api.example.com:22/v1"))
                .isEqualTo(UrlRefused.Reason.PORT_NOT_ALLOWED);
        assertThat(refusal(false, "https://u:p@api.example.com/v1"))
                .isEqualTo(UrlRefused.Reason.HAS_USER_INFO);
        assertThat(refusal(false, "https://@api.example.com/v1"))
                .isEqualTo(UrlRefused.Reason.HAS_USER_INFO);
        assertThat(refusal(false, "https://api.example.com#@127.0.0.1/"))
                .isEqualTo(UrlRefused.Reason.HAS_USER_INFO);
        assertThat(refusal(false, "https://api.example.com/v1?key=1"))
                .isEqualTo(UrlRefused.Reason.HAS_QUERY_OR_FRAGMENT);
        assertThat(refusal(false, "https://api.example.com/v1#x"))
                .isEqualTo(UrlRefused.Reason.HAS_QUERY_OR_FRAGMENT);
        assertThat(
                        List.of(
                                "",
                                "api.example.com",
                                "ftp://api.example.com",
                                "file:///etc/passwd",
                                "https://",
                                "https:\\\\127.0.0.1",
                                "https://api.example.com\r\nHost: x",
                                " https://api.example.com",
                                "https://" + "a".repeat(600) + ".com"))
                .allSatisfy(url ->
                        assertThat(refusal(false, url)).isEqualTo(UrlRefused.Reason.MALFORMED));
    }

    @Test
    void aLaptopMayCallItsOwnModels() {
        assertThat(refusal(true, "http://localhost:11434/v1")).isNull();
        assertThat(refusal(true, "http://192.168.1.20:1234/v1")).isNull();
        assertThat(refusal(true, "http://2130706433/v1"))
                .isEqualTo(UrlRefused.Reason.ADDRESS_NOT_ALLOWED);
    }

    @Test
    void endsCallsThatTakeTooLongAndSaysWhichPart() throws Exception {
        try (var http = http(true, Dns.SYSTEM)) {
            canary.fail(Fault.HANG_BEFORE_HEADERS);
            assertThat(timeout(http).phase()).isEqualTo(CallTimedOut.Phase.FIRST_BYTE);
            canary.fail(Fault.HANG_MID_STREAM);
            assertThat(timeout(http).phase()).isEqualTo(CallTimedOut.Phase.NEXT_BYTE);
        }
    }

    @Test
    void keepsTheConnectionOfAnAnswerThatWasRead() throws Exception {
        try (var http = http(true, Dns.SYSTEM)) {
            var url = HttpUrl.get(canary.baseUrl() + "/models");
            for (int i = 0; i < 5; i++) {
                get(http, url);
            }
        }
        assertThat(canary.accepted()).isEqualTo(1);
    }

    @Test
    void aConnectionWhoseAnswerDoesNotEndIsNotWaitedForNorUsedAgain() throws Exception {
        canary.reply((_, connection) -> {
            Reply.head(connection.getOutputStream(), 200, "application/json", Map.of());
            Reply.chunk(connection.getOutputStream(), "{}".getBytes());
            connection.getInputStream().read();
        });
        try (var http = http(true, Dns.SYSTEM)) {
            var url = HttpUrl.get(canary.baseUrl() + "/models");
            long began = System.nanoTime();
            try (var call = http.call(get(url))) {
                assertThat(call.execute().body().source().readUtf8(2)).isEqualTo("{}");
                call.finished();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(timeLimit());
            canary.reply(Reply.working());
            get(http, url);
        }
        assertThat(canary.accepted()).isEqualTo(2);
    }

    private static Duration timeLimit() {
        return properties().idleTimeout();
    }

    @Test
    void aCancelledCallEndsAtOnceAndTakesItsConnectionWithIt() throws Exception {
        canary.fail(Fault.HANG_BEFORE_HEADERS);
        try (var http = http(true, Dns.SYSTEM);
                var call = http.call(get(HttpUrl.get(canary.baseUrl() + "/models")))) {
            Thread.startVirtualThread(() -> {
                Awaitility.await().until(() -> canary.accepted() == 1);
                call.cancel();
            });
            assertThatThrownBy(call::execute)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(CallTimedOut.class);
        }
    }

    @Test
    void aCallThatIsCancelledBeforeItIsSentConnectsToNobody() throws Exception {
        try (var http = http(true, Dns.SYSTEM);
                var call = http.call(get(HttpUrl.get(canary.baseUrl() + "/models")))) {
            call.cancel();
            assertThatThrownBy(call::execute).isInstanceOf(IOException.class);
        }
        assertThat(canary.accepted()).isZero();
    }

    private static Request get(HttpUrl url) {
        return new Request.Builder().url(url).build();
    }

    @Test
    void refusesABodyThatCouldBeSentTwice() {
        try (var http = http(true, Dns.SYSTEM)) {
            var request =
                    new Request.Builder()
                            .url(canary.baseUrl())
                            .post(okhttp3.RequestBody.create("{}".getBytes()))
                            .build();
            assertThatThrownBy(() -> http.call(request))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aNameThatDoesNotExistIsAnIoFailure() {
        Dns nothing =
                name -> {
                    throw new UnknownHostException(name);
                };
        try (var http = http(false, nothing)) {
            assertThatThrownBy(() -> get(http, HttpUrl.get("https://nowhere.example/")))
                    .isInstanceOf(UnknownHostException.class);
        }
    }

    private CallTimedOut timeout(ProviderHttp http) {
        return catchThrowableOfType(
                CallTimedOut.class, () -> get(http, HttpUrl.get(canary.baseUrl() + "/models")));
    }

    private static int get(ProviderHttp http, HttpUrl url) throws IOException {
        try (var call = http.call(get(url))) {
            var response = call.execute();
            response.body().bytes();
            call.finished();
            return response.code();
        }
    }
}
