package io.hexagent.domain.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a public method of a plain public class a tool; {@link ToolMethods} reads it. The schema of the arguments comes
 * from the method's parameters, or from the components of its one parameter when that is a record; names become
 * snake_case.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ToolMethod {
    /** What it does and when to use it, in a few sentences. */
    String value();

    /** The tool's name; empty: the method's in snake_case. */
    String name() default "";

    /** Changes whenever the schema or the meaning does. */
    String version() default "1";

    /** What a page shows; empty: the name in words. */
    String displayName() default "";

    /** Questions that it answers. */
    String[] examples() default {};

    String icon() default "tool";

    ToolCategory category() default ToolCategory.OTHER;

    ToolSpec.Effects effects() default ToolSpec.Effects.READS;

    boolean needsApproval() default false;

    boolean requiresAuth() default false;

    /** Names of tools whose calls of the same reply come first. */
    String[] after() default {};
}
