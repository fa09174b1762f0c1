package com.samokoder.llm.wire;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samokoder.llm.CallCancelled;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.ProviderConnection;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.http.ProviderHttp;
import com.samokoder.platform.http.ProviderUrls;
import com.samokoder.platform.http.UrlRefused;
import com.samokoder.platform.secrets.Secret;

import okhttp3.HttpUrl;
import okhttp3.Request;

import java.io.IOException;
import java.util.Locale;

/** Carries requests to providers and turns everything that goes wrong into failures. */
public final class ProviderTransport {
    private static final int MOST_URLS = 1_000;

    private final ProviderHttp http;
    private final ProviderUrls urls;
    private final ProviderCatalog catalog;
    private final FailureReader failures;

    /** Parsing costs more than the rest of what is done before a request leaves. */
    private final Cache<Place, HttpUrl> known =
            Caffeine.newBuilder().maximumSize(MOST_URLS).build();

    private record Place(String baseUrl, String path) {}

    public ProviderTransport(
            ProviderHttp http, ProviderUrls urls, ProviderCatalog catalog, FailureReader failures) {
        this.http = http;
        this.urls = urls;
        this.catalog = catalog;
        this.failures = failures;
    }

    /** The address of a provider's endpoint. */
    public HttpUrl url(ProviderConnection connection, String path) {
        var place = new Place(baseUrl(connection), path);
        try {
            return known.get(place, this::parse);
        } catch (UrlRefused refused) {
            var word = refused.reason().name().toLowerCase(Locale.ROOT);
            throw rejected("base_url_" + word);
        }
    }

    private HttpUrl parse(Place place) {
        return urls.parse(place.baseUrl()).newBuilder().addPathSegments(place.path()).build();
    }

    private String baseUrl(ProviderConnection connection) {
        var own = connection.baseUrl();
        var known =
                own != null
                        ? own
                        : catalog.provider(connection.provider())
                                .map(ProviderCatalog.Provider::baseUrl)
                                .orElse(null);
        if (known == null) {
            throw rejected("base_url_missing");
        }
        return known;
    }

    /**
     * A key as a header's value. A key that no header can hold is refused here: OkHttp would quote
     * it in its complaint.
     */
    public String headerValue(Secret key) {
        var text = key.reveal();
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
            throw new ProviderFailure(
                    ErrorCode.PROVIDER_KEY_INVALID, false, 0, "malformed_key", null);
        }
        return text;
    }

    /**
     * Sends a request and has its answer read on the calling thread.
     *
     * @throws ProviderFailure with what was used up, when part of an answer had come
     * @throws CallCancelled likewise
     */
    public void send(Request request, Cancellation cancellation, AnswerReader answer) {
        if (cancellation.isCancelled()) {
            throw new CallCancelled();
        }
        try (var call = http.call(request);
                var _ = cancellation.onCancel(call::cancel)) {
            var response = call.execute();
            if (!response.isSuccessful()) {
                throw failures.read(response);
            }
            answer.read(response);
            call.finished();
        } catch (IOException broken) {
            if (cancellation.isCancelled()) {
                throw new CallCancelled(answer.spent());
            }
            var spent = answer.spent();
            throw ConnectionFailures.of(broken, spent != null).withUsage(spent);
        } catch (ProviderFailure failure) {
            throw failure.withUsage(answer.spent());
        }
    }

    private static ProviderFailure rejected(String word) {
        return new ProviderFailure(ErrorCode.PROVIDER_REJECTED, false, 0, word, null);
    }
}
