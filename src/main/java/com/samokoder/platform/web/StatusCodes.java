package com.samokoder.platform.web;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

/** The code for a failure of which only the HTTP status is known. */
final class StatusCodes {
    private static final int SERVER_ERROR = 500;

    private StatusCodes() {}

    static ApiException failure(int status) {
        return ApiException.of(code(status));
    }

    static ErrorCode code(int status) {
        return switch (status) {
            case 401 -> ErrorCode.UNAUTHENTICATED;
            case 403 -> ErrorCode.FORBIDDEN;
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 406 -> ErrorCode.NOT_ACCEPTABLE;
            case 409 -> ErrorCode.CONFLICT;
            case 412 -> ErrorCode.VERSION_CONFLICT;
            case 413 -> ErrorCode.TOO_LARGE;
            case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
            case 429 -> ErrorCode.RATE_LIMITED;
            case 503 -> ErrorCode.UNAVAILABLE;
            default -> status >= SERVER_ERROR ? ErrorCode.INTERNAL : ErrorCode.INVALID_REQUEST;
        };
    }
}
