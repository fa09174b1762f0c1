package com.samokoder.auth.identity;

import java.util.UUID;

/**
 * A new factor, for the user's authenticator; shown once.
 *
 * @param secret to be typed in
 * @param uri the same as an {@code otpauth} address
 * @param qrCode the same as an SVG picture
 */
public record Enrolment(UUID id, String secret, String uri, String qrCode) {
    @Override
    public String toString() {
        return "Enrolment[" + id + "]";
    }
}
