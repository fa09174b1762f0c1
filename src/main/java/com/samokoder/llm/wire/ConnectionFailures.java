package com.samokoder.llm.wire;

import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.http.CallTimedOut;
import com.samokoder.platform.http.EgressRefused;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What a broken connection means. */
final class ConnectionFailures {
    private ConnectionFailures() {}

    /**
     * @param begun whether part of an answer had come
     */
    static ProviderFailure of(IOException broken, boolean begun) {
        return switch (broken) {
            case CallTimedOut timeout -> failure(ErrorCode.PROVIDER_TIMEOUT, word(timeout));
            case EgressRefused _ -> refused(ErrorCode.PROVIDER_REJECTED, "address_not_allowed");
            case OversizedAnswer _ ->
                    failure(ErrorCode.PROVIDER_RESPONSE_INVALID, "answer_too_large");
            case MalformedAnswer malformed ->
                    failure(ErrorCode.PROVIDER_RESPONSE_INVALID, malformed.word());
            case UnknownHostException _ -> failure(ErrorCode.PROVIDER_UNAVAILABLE, "unknown_host");
            case SocketTimeoutException _ -> failure(ErrorCode.PROVIDER_TIMEOUT, "connect_timeout");
            case ConnectException _ ->
                    failure(ErrorCode.PROVIDER_UNAVAILABLE, "connection_refused");
            case SSLPeerUnverifiedException _ ->
                    refused(ErrorCode.PROVIDER_UNAVAILABLE, "tls_certificate");
            case SSLException tls when tls.getCause() instanceof CertificateException ->
                    refused(ErrorCode.PROVIDER_UNAVAILABLE, "tls_certificate");
            case SSLException _ when !begun ->
                    failure(ErrorCode.PROVIDER_UNAVAILABLE, "tls_failure");
            case ProtocolException _ -> cut();
            default -> begun ? cut() : failure(ErrorCode.PROVIDER_UNAVAILABLE, "connection_lost");
        };
    }

    private static ProviderFailure cut() {
        return failure(ErrorCode.PROVIDER_RESPONSE_INVALID, "stream_cut");
    }

    private static String word(CallTimedOut timeout) {
        return switch (timeout.phase()) {
            case FIRST_BYTE -> "first_byte_timeout";
            case NEXT_BYTE -> "idle_timeout";
            case END -> "call_timeout";
        };
    }

    private static ProviderFailure failure(ErrorCode code, String word) {
        return new ProviderFailure(code, true, 0, word, null);
    }

    private static ProviderFailure refused(ErrorCode code, String word) {
        return new ProviderFailure(code, false, 0, word, null);
    }
}
