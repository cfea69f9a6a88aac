package dev.tidings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Needs an nginx. Where there is none the test is skipped, loudly; where {@code
 * TIDINGS_NGINX=required} is set in the environment it fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NginxInstalled.class)
public @interface NginxTest {}
