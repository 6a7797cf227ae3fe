#pragma once

#include "model/types/frame_parts.h"
#include "model/types/ids.h"

// Logic and store: copies of a conversation's messages in its members' inboxes (rule M2).

namespace imstorm {

struct Deliver {  ///< one more copy
  ConvId conv;    ///< the inbox
  Entry entry;
};
struct Delivered {  ///< it is durable, or was there already
  ConvId conv;
  ConvId origin;
  Seq origin_seq;
};
struct Raised {  ///< to who notifies the devices of an inbox: it has one more entry
  Head head;
  Entry entry;
};
struct Fanned {  ///< every member has a copy of everything up to there
  ConvId conv;
  Epoch epoch;
  Seq upto;
};

}  // namespace imstorm
