package com.samokoder.platform.secrets;

import com.samokoder.platform.environment.Installation;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.util.ArrayList;
import java.util.List;

@Configuration(proxyBeanMethods = false)
class SecretsConfiguration {

    @Bean
    MasterKeys masterKeys(SecretsProperties properties, Installation installation) {
        return new MasterKeys(pairs(properties, installation));
    }

    private static List<KeyPair> pairs(SecretsProperties properties, Installation installation) {
        var pairs = new ArrayList<KeyPair>();
        var configured = new KeyPair(properties.encryptionKey(), properties.encryptionSalt());
        if (properties.encryptionKey().isEmpty() && !installation.production()) {
            pairs.add(DevelopmentKeys.in(installation.dataFolder()).readOrCreate());
        } else {
            refuseWeak(configured, "API_ENCRYPTION_KEY", "API_ENCRYPTION_SALT");
            pairs.add(configured);
        }
        if (!properties.previousEncryptionKey().isEmpty()) {
            pairs.add(
                    new KeyPair(
                            properties.previousEncryptionKey(),
                            properties.previousEncryptionSalt()));
        }
        return pairs;
    }

    private static void refuseWeak(KeyPair pair, String keyName, String saltName) {
        var weaknesses = pair.weaknesses(keyName, saltName);
        if (!weaknesses.isEmpty()) {
            throw new IllegalStateException(String.join("; ", weaknesses));
        }
    }
}
