package com.samokoder.platform.http;

import com.samokoder.platform.http.UrlRefused.Reason;

import okhttp3.HttpUrl;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;

/**
 * Reads base URLs, which users may supply. This is the first of two checks, the one that can say
 * what is wrong; the second looks at the address when a connection is made.
 */
public final class ProviderUrls {
    private static final int MAX_LENGTH = 512;

    private final AddressRules rules;
    private final Set<Integer> allowedPorts;

    ProviderUrls(AddressRules rules, Set<Integer> allowedPorts) {
        this.rules = rules;
        this.allowedPorts = Set.copyOf(allowedPorts);
    }

    /**
     * The parsed URL, to be used as it is and never parsed again: two parsers may disagree.
     *
     * @throws UrlRefused with the reason
     */
    public HttpUrl parse(String text) {
        var url = text.length() > MAX_LENGTH || hasOddCharacters(text) ? null : HttpUrl.parse(text);
        if (url == null) {
            throw new UrlRefused(Reason.MALFORMED);
        }
        refuseIf(!url.isHttps() && !mayBePlain(url.host()), Reason.NOT_HTTPS);
        // An empty user ("https://@host") is lost in parsing, so the text is asked too.
        refuseIf(
                !url.username().isEmpty() || !url.password().isEmpty() || text.indexOf('@') >= 0,
                Reason.HAS_USER_INFO);
        refuseIf(url.query() != null || url.fragment() != null, Reason.HAS_QUERY_OR_FRAGMENT);
        refuseIf(
                !rules.privateAllowed() && !allowedPorts.contains(url.port()),
                Reason.PORT_NOT_ALLOWED);
        refuseIf(!allowedHost(url.host()), Reason.ADDRESS_NOT_ALLOWED);
        return url;
    }

    /** A name is let pass here: what it stands for is looked at when it is connected to. */
    private boolean mayBePlain(String host) {
        boolean literal = host.indexOf(':') >= 0 || isDottedQuad(host);
        return rules.privateAllowed() && !(literal && rules.isPublic(InetAddress.ofLiteral(host)));
    }

    private static boolean hasOddCharacters(String text) {
        return text.chars().anyMatch(c -> c <= ' ' || c >= 0x7F || c == '\\' || c == '%');
    }

    private boolean allowedHost(String host) {
        if (host.indexOf(':') >= 0 || isDottedQuad(host)) {
            return rules.permits(InetAddress.ofLiteral(host));
        }
        var name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (endsInNumber(name)) {
            return false;
        }
        return rules.privateAllowed() || isPublicName(name.toLowerCase(Locale.ROOT));
    }

    private static boolean isPublicName(String name) {
        return name.indexOf('.') > 0
                && !name.endsWith(".localhost")
                && !name.endsWith(".local")
                && !name.endsWith(".internal")
                && !name.endsWith(".home.arpa");
    }

    /** Octal, hexadecimal and short forms of IPv4 addresses, which resolvers read as they like. */
    private static boolean endsInNumber(String name) {
        var last = name.substring(name.lastIndexOf('.') + 1);
        return last.isEmpty()
                || last.chars().allMatch(c -> c >= '0' && c <= '9')
                || last.toLowerCase(Locale.ROOT).startsWith("0x");
    }

    private static boolean isDottedQuad(String host) {
        var parts = host.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (var part : parts) {
            boolean digits =
                    !part.isEmpty()
                            && part.length() <= 3
                            && part.chars().allMatch(c -> c >= '0' && c <= '9');
            boolean canonical = part.length() == 1 || !part.startsWith("0");
            if (!digits || !canonical || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static void refuseIf(boolean wrong, Reason reason) {
        if (wrong) {
            throw new UrlRefused(reason);
        }
    }
}
