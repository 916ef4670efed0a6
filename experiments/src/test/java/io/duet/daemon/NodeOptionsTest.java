package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.cli.UsageException;
import io.duet.netty.PeerAddresses;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeOptionsTest {

  /** The options of a command line whose words are separated by single spaces. */
  static NodeOptions options(String line) throws ParseException {
    CommandLine parsed = new DefaultParser().parse(NodeOptions.options(), line.split(" ", -1));
    return NodeOptions.of(parsed);
  }

  @Test
  void defaults_areLoopbackAndNoContact() throws Exception {
    NodeOptions options = options("--overlay chord");
    assertThat(options.listen()).hasToString("127.0.0.1:0");
    assertThat(options.contacts()).isEmpty();
    assertThat(options.httpPort()).isEqualTo(9464);
    assertThat(options.names()).isEmpty();
    assertThat(options.untilEof()).isFalse();
  }

  @Test
  void options_areAllRead() throws Exception {
    NodeOptions options =
        options(
            "--overlay chord --listen [::1]:4000 --join 127.0.0.1:4001,[::1]:4002"
                + " --join 127.0.0.1:4003 --http 0 --publish a --publish b --until-eof"
                + " --set successors=4 --set chord.replicas=2");
    assertThat(options.listen()).isEqualTo(PeerAddresses.parse("[::1]:4000"));
    assertThat(options.contacts()).extracting("port").containsExactly(4001, 4002, 4003);
    assertThat(options.httpPort()).isZero();
    assertThat(options.names()).extracting("text").containsExactly("a", "b");
    assertThat(options.untilEof()).isTrue();
  }

  @Test
  void contacts_areOtherNodes() throws Exception {
    NodeOptions options =
        options("--overlay chord --listen 127.0.0.1:4000 --join 127.0.0.1:4000,127.0.0.1:4001");
    assertThat(options.contacts()).extracting("port").containsExactly(4001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --http 0                                | --overlay is missing; name one, as in --overlay
          --overlay pastry                        | unknown overlay 'pastry'; known are chord,
          --overlay chord:quick                   | chord has no preset 'quick'; it has adaptive
          --overlay super-peer --role boss        | role is 'boss', but must be auto, leaf or super-peer
          --overlay super-peer --role leaf        | a leaf needs a contact
          --overlay chord --role leaf             | nodes of overlay 'chord' have no roles
          --overlay oracle                        | nodes of overlay 'oracle' run only in experiments
          --overlay chord more                    | unexpected argument 'more'
          --overlay chord --listen here           | 'here' is not an address; write HOST:PORT
          --overlay chord --listen 127.0.0.1:x    | '127.0.0.1:x' is not an address
          --overlay chord --listen 1.2.3.4:70000  | '1.2.3.4:70000' is not an address
          --overlay chord --listen 0.0.0.0:4000   | --listen takes an address of this machine
          --overlay chord --listen [::]:4000      | --listen takes an address of this machine
          --overlay chord --join 127.0.0.1        | --join: '127.0.0.1' is not an address
          --overlay chord --join 1.2.3.4:1,       | --join: '' is not an address
          --overlay chord --join 127.0.0.1:0      | --join: 127.0.0.1:0 has no port of a running node
          --overlay chord --listen 127.0.0.1:4000 --join 127.0.0.1:4000 | the only contact is this node
          --overlay chord --http web              | --http is web, but must be from 0 to 65535
          --overlay chord --http 65536            | --http is 65536, but must be from 0 to 65535
          --overlay chord --set successors        | --set takes NAME=VALUE, not 'successors'
          --overlay chord --set speed=9           | unknown setting 'speed'; known are successors
          --overlay chord --set successors=0      | successors is '0', but must be a whole number
          --overlay chord --set virtualNodes=65   | virtualNodes is '65', but must be a whole number from 1 to 64
          """)
  void invalidOptions_areRefusedInOneSentence(String line, String sentence) {
    assertThatThrownBy(() -> options(line))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(sentence);
  }

  @Test
  void names_areBounded() {
    assertThatThrownBy(() -> options("--overlay chord --publish " + "x".repeat(256)))
        .isInstanceOf(UsageException.class)
        .hasMessage("a name may have at most 255 bytes in UTF-8, but this one has 256");
  }

  @Test
  void contacts_areBounded() {
    String contacts = "127.0.0.1:4000,".repeat(64) + "127.0.0.1:4000";
    assertThatThrownBy(() -> options("--overlay chord --join " + contacts))
        .isInstanceOf(UsageException.class)
        .hasMessage("--join takes at most 64 addresses");
  }
}
