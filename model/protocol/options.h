#pragma once

#include "model/protocol/ack.h"
#include "model/protocol/client.h"
#include "model/protocol/consume.h"
#include "model/protocol/dedup.h"
#include "model/protocol/deliver.h"
#include "model/protocol/group.h"
#include "model/protocol/notify.h"
#include "model/protocol/numbering.h"
#include "model/protocol/outbox.h"
#include "model/protocol/pull.h"
#include "model/protocol/routing.h"
#include "model/protocol/session.h"
#include "model/protocol/store.h"

namespace imstorm {

/// One point in the design space: every mechanism's options. The default is the sound stack.
struct ProtocolOptions {
  RoutingOptions route;
  SessionOptions session;
  OutboxOptions outbox;
  DedupOptions dedup;
  SeqOptions seq;
  MsgidOptions msgid;
  StoreOptions store;
  NotifyOptions notify;
  DeliverOptions deliver;
  GroupOptions group;
  PullOptions pull;
  AckOptions ack;
  ConsumeOptions consume;
  ClientOptions client;
};

}  // namespace imstorm
