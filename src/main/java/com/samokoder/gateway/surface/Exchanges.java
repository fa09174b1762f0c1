package com.samokoder.gateway.surface;

import com.samokoder.auth.CurrentUser;
import com.samokoder.gateway.Aliases;
import com.samokoder.gateway.ClientCall;
import com.samokoder.gateway.LlmGateway;
import com.samokoder.gateway.ModelWish;
import com.samokoder.llm.CallCancelled;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.llm.WireCall;
import com.samokoder.llm.WireForm;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.web.ClientConnection;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;

/** Serves clients' calls from beginning to end. */
@Service
class Exchanges {
    private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);
    private static final String REQUEST_ID = "X-Request-Id";

    private final LlmGateway gateway;
    private final Aliases aliases;
    private final CallSlots slots;
    private final Attendance attendance;
    private final StreamErrors errors;
    private final LocalCount counts;
    private final JsonMapper json;

    Exchanges(
            LlmGateway gateway,
            Aliases aliases,
            CallSlots slots,
            Attendance attendance,
            StreamErrors errors,
            LocalCount counts,
            JsonMapper json) {
        this.gateway = gateway;
        this.aliases = aliases;
        this.slots = slots;
        this.attendance = attendance;
        this.errors = errors;
        this.counts = counts;
        this.json = json;
    }

    void serve(
            CurrentUser user,
            WireForm form,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (Vendor.of(form) == Vendor.ANTHROPIC) {
            response.setHeader("request-id", response.getHeader(REQUEST_ID));
        }
        // First of all: a crowd of bodies would fill the memory as well as a crowd of streams.
        try (var _ = slots.take(user.id())) {
            var asked = read(body(request));
            var wish = wish(user, form, asked, request, response);
            var cancellation = new Cancellation();
            var answer = new ClientAnswer(response, asked.stream(), cancellation);
            var attended =
                    new Attendance.Attended(
                            ClientConnection.of(request), answer, cancellation, form);
            try (var _ = attendance.attend(attended)) {
                run(wish, call(form, asked, request), answer, cancellation, request);
            }
        }
    }

    /** As much as is announced at once; what is not announced bit by bit. */
    private static byte[] body(HttpServletRequest request) throws IOException {
        int announced = request.getContentLength();
        var in = request.getInputStream();
        return announced < 0 ? in.readAllBytes() : in.readNBytes(announced);
    }

    private ModelWish wish(
            CurrentUser user,
            WireForm form,
            ClientRequest asked,
            HttpServletRequest request,
            HttpServletResponse response) {
        var hints = RoutingHints.of(request);
        var models = aliases.modelsOf(user.id(), asked.model());
        var served = new ServedBy(response);
        var client =
                new ClientCall(
                        form,
                        user.accessTokenId(),
                        response.getHeader(REQUEST_ID),
                        hints.fallbacks(models),
                        served);
        return ModelWish.of(user.id(), hints.keyId(), models.getFirst(), client, served);
    }

    private void run(
            ModelWish wish,
            WireCall call,
            ClientAnswer answer,
            Cancellation cancellation,
            HttpServletRequest request) {
        try {
            gateway.open(wish).stream(ChatRequest.of(call), cancellation, answer);
        } catch (CallCancelled _) {
            cancelled(call, answer, request);
        } catch (ProviderFailure failure) {
            fail(told(failure), call.form(), answer, request);
        } catch (ApiException failure) {
            if (isUncounted(call, failure)) {
                answer.whole(counts.answer(call));
            } else {
                fail(failure, call.form(), answer, request);
            }
        }
    }

    /** Whoever is still there must not take what came for the whole answer. */
    private void cancelled(WireCall call, ClientAnswer answer, HttpServletRequest request) {
        if (slots.isClosed()) {
            fail(CallSlots.stopping(), call.form(), answer, request);
            return;
        }
        LOG.debug("A client left before its answer was whole");
        answer.abandon();
    }

    /** Only one provider counts tokens; for models of the others it is done here. */
    private static boolean isUncounted(WireCall call, ApiException failure) {
        return call.form() == WireForm.COUNT_TOKENS
                && failure.detailKey().equals(LlmGateway.FORM_NOT_SERVED);
    }

    private void fail(
            ApiException failure, WireForm form, ClientAnswer answer, HttpServletRequest request) {
        if (!answer.begun()) {
            throw failure;
        }
        answer.endWith(errors.event(failure, form, request));
    }

    private static ApiException told(ProviderFailure failure) {
        return ApiException.of(failure.code())
                .withRetryAfter(failure.retryAfter())
                .withCause(failure);
    }

    private ClientRequest read(byte[] bytes) {
        try (var parser = json.createParser(bytes)) {
            return new ClientRequestReader(parser, bytes).read();
        }
    }

    private static WireCall call(WireForm form, ClientRequest asked, HttpServletRequest request) {
        return new WireCall(
                form,
                asked.body(),
                asked.stream(),
                asked.usageAsked(),
                asked.outputAsked(),
                asked.inputTokens(),
                ForwardedHeaders.of(request));
    }
}
