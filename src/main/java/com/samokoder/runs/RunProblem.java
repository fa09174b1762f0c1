package com.samokoder.runs;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Stream;

/**
 * Why a run stopped, without words: the text is made for each reader, in the reader's language.
 *
 * @param detailKey key in the {@code problems} bundle; null for the code's own text
 * @param arguments values for the text
 */
record RunProblem(ErrorCode code, @Nullable String detailKey, @Nullable List<String> arguments) {

    static RunProblem of(ErrorCode code) {
        return new RunProblem(code, null, null);
    }

    static RunProblem of(ApiException failure) {
        return new RunProblem(
                failure.code(),
                failure.detailKey(),
                Stream.of(failure.detailArguments()).map(String::valueOf).toList());
    }

    /** The same as an exception, from which problems are made everywhere. */
    ApiException exception() {
        return detailKey == null
                ? ApiException.of(code)
                : ApiException.of(
                        code, detailKey, arguments == null ? new Object[0] : arguments.toArray());
    }
}
