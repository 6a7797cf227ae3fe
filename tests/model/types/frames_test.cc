#include "model/types/frames.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

TEST(Frame, IsNamedByItsPlaceInTheVariant) {
  EXPECT_EQ(name_of(kind_of(Connect{})), "CONNECT");
  EXPECT_EQ(name_of(kind_of(SendNack{})), "SEND_NACK");
  EXPECT_EQ(name_of(kind_of(Data{})), "DATA");
  EXPECT_EQ(name_of(kind_of(ConsumeAck{})), "CONSUME_ACK");
  EXPECT_EQ(name_of(kind_of(Close{})), "CLOSE");
  EXPECT_EQ(name_of(kind_of(Unsubscribe{})), "UNSUBSCRIBE");
  EXPECT_EQ(name_of(kind_of(Appended{})), "APPENDED");
  EXPECT_EQ(name_of(kind_of(Cursors{})), "CURSORS");
}

TEST(Frame, WeighsAHeaderItsRowsAndItsText) {
  EXPECT_EQ(wire_bytes(Ping{}), 24u);
  EXPECT_EQ(wire_bytes(Notify{}), 24u + 16);
  Send send;
  send.bytes = 100;
  EXPECT_EQ(wire_bytes(send), 24u + 16 + 100);
  EXPECT_EQ(wire_bytes(Append{{}, send}), 24u + 16 + 100);
  Connected connected;
  EXPECT_EQ(wire_bytes(connected), 24u);
  connected.heads.resize(3);
  EXPECT_EQ(wire_bytes(connected), 24u + 3 * 16);
  Data data;
  data.entries.resize(2);
  data.entries[0].bytes = 5;
  data.entries[1].bytes = 7;
  EXPECT_EQ(wire_bytes(data), 24u + 2 * 16 + 12);
}

TEST(Frame, KnowsItsConversation) {
  const ConvId conv(4);
  Send send;
  send.conv = conv;
  Connected heads;
  heads.heads.resize(1);
  EXPECT_EQ(conv_of(send), conv);
  EXPECT_EQ(conv_of(Append{{}, send}), conv);
  EXPECT_EQ(conv_of(Subscribe{{}, {conv, {}, {}, {}}, false}), conv);
  EXPECT_EQ(conv_of(Attached{{}, {conv, {}, {}, {}}, {}, {}, {}, false}), conv);
  EXPECT_EQ(conv_of(Cursors{conv, {}}), conv);
  EXPECT_EQ(conv_of(heads), ConvId{}) << "of all conversations, hence of none";
  EXPECT_EQ(conv_of(Ping{}), ConvId{});
  EXPECT_EQ(conv_in(send), conv) << "also where the kind is known";
}

TEST(Frame, KnowsTheMessageItIsAbout) {
  const BodyId body(9);
  Send send;
  send.body = body;
  SendAck ack;
  ack.body = body;
  Data data;
  EXPECT_EQ(body_of(send), body);
  EXPECT_EQ(body_of(Append{{}, send}), body);
  EXPECT_EQ(body_of(ack), body);
  EXPECT_EQ(body_of(data), BodyId{});
  data.entries.resize(2);
  data.entries[0].body = body;
  EXPECT_EQ(body_of(data), body) << "the first of several";
  EXPECT_EQ(body_of(Notify{}), BodyId{});
}

}  // namespace
}  // namespace imstorm
