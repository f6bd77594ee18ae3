// SPDX-License-Identifier: LGPL-2.1-or-later
// What the interfaces call: the use cases, one of each for all connections. Owned by the daemon,
// outlives every connection.
#pragma once

#include "ramd/login/account_checker.h"
#include "ramd/login/authenticator.h"
#include "ramd/login/device_binder.h"
#include "ramd/login/device_manager.h"
#include "ramd/login/factor_verifier.h"
#include "ramd/login/login_services.h"
#include "ramd/login/password_changer.h"
#include "ramd/login/policy_manager.h"
#include "ramd/login/preference_manager.h"
#include "ramd/login/profile_manager.h"
#include "ramd/login/reset_code_maker.h"
#include "ramd/login/weak_list_manager.h"

namespace ramd {

struct UseCases {
    explicit UseCases(LoginServices& on)
        : services(on),
          authenticator(on),
          factors(on),
          accounts(on),
          sessions(on),
          changer(on),
          profiles(on),
          reset_codes(on),
          policy(on),
          preference(on),
          weak_list(on),
          devices(on),
          binder(on) {}

    LoginServices& services;
    Authenticator authenticator;
    FactorVerifier factors;
    AccountChecker accounts;
    SessionGate sessions;
    PasswordChanger changer;
    ProfileManager profiles;
    ResetCodeMaker reset_codes;
    PolicyManager policy;
    PreferenceManager preference;
    WeakListManager weak_list;
    DeviceManager devices;
    DeviceBinder binder;
};

}  // namespace ramd
