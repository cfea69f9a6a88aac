package dev.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescribedTest {
  @ParameterizedTest
  @ValueSource(classes = {NodeMXBean.class, StreamsMXBean.class, TopicsMXBean.class})
  <T> void every_part_of_an_mxbean_says_what_it_is(Class<T> type) {
    T bean =
        type.cast(
            Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> {
                  throw new UnsupportedOperationException(method.getName());
                }));
    MBeanInfo info = Described.of(bean, type).getMBeanInfo();
    assertThat(info.getDescription()).contains("Tidings");
    assertThat(info.getAttributes()).isNotEmpty();
    assertThat(info.getOperations()).isNotEmpty();
    Stream<MBeanFeatureInfo> parts =
        Stream.of(
                Stream.of(info.getAttributes()),
                Stream.of(info.getOperations()),
                Stream.of(info.getOperations())
                    .map(MBeanOperationInfo::getSignature)
                    .flatMap(Stream::of))
            .flatMap(each -> each);
    assertThat(parts)
        .allSatisfy(
            part -> {
              assertThat(part.getDescription()).as(part.getName()).contains(" ");
              assertThat(part.getName()).doesNotMatch("p[0-9]");
            });
  }
}
