package dev.punctual.workerapp;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Only in a process that has the role. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnRole.HasRole.class)
@interface ConditionalOnRole {
    /** The role. */
    Role value();

    /** Looks it up in {@code punctual.roles}. */
    final class HasRole implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Role role =
                    metadata.getAnnotations().get(ConditionalOnRole.class).getEnum(MergedAnnotation.VALUE, Role.class);
            return PunctualProperties.roles(context.getEnvironment()).contains(role);
        }
    }
}
