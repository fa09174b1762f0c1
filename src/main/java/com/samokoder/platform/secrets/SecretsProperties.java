package com.samokoder.platform.secrets;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The master keys as configured. The previous pair still opens what it sealed, until a rotation has
 * sealed everything anew.
 *
 * @param encryptionKey exactly 32 characters; empty only outside production
 * @param encryptionSalt exactly 16 characters
 */
@ConfigurationProperties("samokoder.secrets")
record SecretsProperties(
        @DefaultValue("") String encryptionKey,
        @DefaultValue("") String encryptionSalt,
        @DefaultValue("") String previousEncryptionKey,
        @DefaultValue("") String previousEncryptionSalt) {

    @Override
    public String toString() {
        return "SecretsProperties[hidden]";
    }
}
