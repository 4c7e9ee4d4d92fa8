package io.hexagent.infrastructure.seal;

import io.hexagent.domain.access.Seal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 in GCM (NIST SP 800-38D) with a random nonce of 96 bits for each text and the purpose as authenticated data.
 * Sealed texts are {@code 1.} and the Base64 of nonce, ciphertext and tag. Safe for use by many threads.
 */
public final class AesGcmSeal implements Seal {
    private static final String VERSION = "1.";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private AesGcmSeal(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * @param key 32 bytes in Base64
     * @throws IllegalArgumentException when it is not; the message does not show it
     */
    public static AesGcmSeal of(String key) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(key.strip());
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the key is no Base64");
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key has " + bytes.length + " bytes, not " + KEY_BYTES);
        }
        return new AesGcmSeal(bytes);
    }

    @Override
    public String seal(String text, String purpose) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, purpose);
            byte[] encrypted = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
            System.arraycopy(encrypted, 0, all, NONCE_BYTES, encrypted.length);
            return VERSION + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has AES in GCM", impossible);
        }
    }

    @Override
    public String open(String sealed, String purpose) {
        if (!sealed.startsWith(VERSION)) {
            throw new Broken("the stored secret is of no known form");
        }
        try {
            byte[] all = Base64.getDecoder().decode(sealed.substring(VERSION.length()));
            if (all.length < NONCE_BYTES + TAG_BITS / 8) {
                throw new Broken("the stored secret is cut");
            }
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE_BYTES), purpose);
            return new String(cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            // No cause: what the cipher says of it is nobody's business.
            throw new Broken("the stored secret was sealed with another key, or was changed");
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
