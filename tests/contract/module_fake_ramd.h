// SPDX-License-Identifier: LGPL-2.1-or-later
// A process that listens where ramd would, and behaves as the test says.
#pragma once

#include <sys/types.h>

#include <string>

namespace ramauth::test {

enum class Behaviour {
    agrees,          // every password is right, every account may log on
    never_accepts,   // listens, and no more
    never_answers,   // accepts, and says nothing at all
    hangs_up,        // reads the request and closes
    refuses,         // with the error named in `detail`
    speaks_strange,  // answers with a reply of another form
    wants_code,      // after every password, and behind mfa=only: module_factor_replies.h
    wants_device,    // to be bound
};

class FakeRamd {
public:
    FakeRamd(const std::string& socket, Behaviour behaviour, std::string detail = {});
    FakeRamd(const FakeRamd&) = delete;
    FakeRamd& operator=(const FakeRamd&) = delete;
    ~FakeRamd();

private:
    pid_t child_ = -1;
};

}  // namespace ramauth::test
