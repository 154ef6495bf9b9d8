// Written by `npm run abi` from the contracts. Do not edit.

/** ABI of IStorageDeal, with the errors and events that surface through it. */
export const storageDealAbi = [
  {
    "type": "function",
    "name": "cancelDeal",
    "inputs": [],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "closeDeal",
    "inputs": [],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "collectFee",
    "inputs": [],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "concludeDispute",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "creditOf",
    "inputs": [
      {
        "name": "account",
        "type": "address",
        "internalType": "address"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "dealData",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "internalType": "struct DealData",
        "components": [
          {
            "name": "state",
            "type": "uint8",
            "internalType": "enum DealState"
          },
          {
            "name": "client",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "clientBalance",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "contractBalance",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "accrued",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "paid",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "liabilities",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "startPeriod",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "endPeriod",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "accrualEnd",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "fundedUntil",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "liveSlots",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "provedSlots",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "termsHash",
            "type": "bytes32",
            "internalType": "bytes32"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "decideDispute",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "rootPeriod",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "leaf",
        "type": "tuple",
        "internalType": "struct WorkLeaf",
        "components": [
          {
            "name": "deal",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "slot",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "generation",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "provenPeriods",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "fulfilments",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "commitments",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "lastAccepted",
            "type": "uint64",
            "internalType": "uint64"
          }
        ]
      },
      {
        "name": "path",
        "type": "bytes32[]",
        "internalType": "bytes32[]"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "disputePoSt",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "proof",
        "type": "bytes",
        "internalType": "bytes"
      },
      {
        "name": "receipt",
        "type": "bytes",
        "internalType": "bytes"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "disputedOf",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "internalType": "struct DisputedRecord",
        "components": [
          {
            "name": "credited",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "restored",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "added",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "newest",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "judged",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "covered",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "open",
            "type": "uint32",
            "internalType": "uint32"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "endDeal",
    "inputs": [
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "leaves",
        "type": "tuple[]",
        "internalType": "struct WorkLeaf[]",
        "components": [
          {
            "name": "deal",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "slot",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "generation",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "provenPeriods",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "fulfilments",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "commitments",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "lastAccepted",
            "type": "uint64",
            "internalType": "uint64"
          }
        ]
      },
      {
        "name": "paths",
        "type": "bytes32[][]",
        "internalType": "bytes32[][]"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "exitSlot",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "extendDeal",
    "inputs": [
      {
        "name": "newEnd",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "consents",
        "type": "tuple[]",
        "internalType": "struct Consent[]",
        "components": [
          {
            "name": "slot",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "deadline",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "signature",
            "type": "bytes",
            "internalType": "bytes"
          }
        ]
      }
    ],
    "outputs": [],
    "stateMutability": "payable"
  },
  {
    "type": "function",
    "name": "generationOf",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "internalType": "struct SlotRecord",
        "components": [
          {
            "name": "node",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "payout",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "rate",
            "type": "uint96",
            "internalType": "uint96"
          },
          {
            "name": "generation",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "maxSpan",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "state",
            "type": "uint8",
            "internalType": "enum SlotState"
          },
          {
            "name": "preCommits",
            "type": "uint8",
            "internalType": "uint8"
          },
          {
            "name": "preCommitEpoch",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "start",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "end",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "hoursMap",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "commD",
            "type": "bytes32",
            "internalType": "bytes32"
          },
          {
            "name": "commR",
            "type": "bytes32",
            "internalType": "bytes32"
          },
          {
            "name": "proofDigest",
            "type": "bytes32",
            "internalType": "bytes32"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "interactiveBeacon",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "preCommit",
    "inputs": [
      {
        "name": "plan",
        "type": "tuple",
        "internalType": "struct SlotPlan",
        "components": [
          {
            "name": "slot",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "generation",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "node",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "payout",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "rate",
            "type": "uint96",
            "internalType": "uint96"
          },
          {
            "name": "maxSpan",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "hoursMap",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "commD",
            "type": "bytes32",
            "internalType": "bytes32"
          }
        ]
      },
      {
        "name": "path",
        "type": "bytes32[]",
        "internalType": "bytes32[]"
      },
      {
        "name": "commR",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "proveCommit",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "digest",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "purse",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "internalType": "struct PurseRecord",
        "components": [
          {
            "name": "settled",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "credited",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "rewardsPaid",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "rewardsReserved",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "refunded",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "retained",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "feesPaid",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "feesDue",
            "type": "uint256",
            "internalType": "uint256"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "recordPoReps",
    "inputs": [
      {
        "name": "verdicts",
        "type": "tuple[]",
        "internalType": "struct PoRepVerdict[]",
        "components": [
          {
            "name": "slot",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "generation",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "digest",
            "type": "bytes32",
            "internalType": "bytes32"
          },
          {
            "name": "accepted",
            "type": "bool",
            "internalType": "bool"
          }
        ]
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "refuseSlot",
    "inputs": [
      {
        "name": "plan",
        "type": "tuple",
        "internalType": "struct SlotPlan",
        "components": [
          {
            "name": "slot",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "generation",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "node",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "payout",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "rate",
            "type": "uint96",
            "internalType": "uint96"
          },
          {
            "name": "maxSpan",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "hoursMap",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "commD",
            "type": "bytes32",
            "internalType": "bytes32"
          }
        ]
      },
      {
        "name": "path",
        "type": "bytes32[]",
        "internalType": "bytes32[]"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "releaseSlot",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "replaceNode",
    "inputs": [
      {
        "name": "plan",
        "type": "tuple",
        "internalType": "struct SlotPlan",
        "components": [
          {
            "name": "slot",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "generation",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "node",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "payout",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "rate",
            "type": "uint96",
            "internalType": "uint96"
          },
          {
            "name": "maxSpan",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "hoursMap",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "commD",
            "type": "bytes32",
            "internalType": "bytes32"
          }
        ]
      },
      {
        "name": "reason",
        "type": "uint8",
        "internalType": "enum ReplaceReason"
      },
      {
        "name": "first",
        "type": "tuple",
        "internalType": "struct SlotPlan",
        "components": [
          {
            "name": "slot",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "generation",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "node",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "payout",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "rate",
            "type": "uint96",
            "internalType": "uint96"
          },
          {
            "name": "maxSpan",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "hoursMap",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "commD",
            "type": "bytes32",
            "internalType": "bytes32"
          }
        ]
      },
      {
        "name": "path",
        "type": "bytes32[]",
        "internalType": "bytes32[]"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "runway",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint64",
        "internalType": "uint64"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "sectorId",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "uint64",
        "internalType": "uint64"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "settle",
    "inputs": [
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "leaf",
        "type": "tuple",
        "internalType": "struct WorkLeaf",
        "components": [
          {
            "name": "deal",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "slot",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "generation",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "provenPeriods",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "fulfilments",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "commitments",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "lastAccepted",
            "type": "uint64",
            "internalType": "uint64"
          }
        ]
      },
      {
        "name": "path",
        "type": "bytes32[]",
        "internalType": "bytes32[]"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "settleMany",
    "inputs": [
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "leaves",
        "type": "tuple[]",
        "internalType": "struct WorkLeaf[]",
        "components": [
          {
            "name": "deal",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "slot",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "generation",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "provenPeriods",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "fulfilments",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "commitments",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "lastAccepted",
            "type": "uint64",
            "internalType": "uint64"
          }
        ]
      },
      {
        "name": "paths",
        "type": "bytes32[][]",
        "internalType": "bytes32[][]"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "settledOf",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "internalType": "struct SettledRecord",
        "components": [
          {
            "name": "provenPeriods",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "fulfilments",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "commitments",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "paid",
            "type": "uint128",
            "internalType": "uint128"
          },
          {
            "name": "sealRewardPaid",
            "type": "bool",
            "internalType": "bool"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "slotOf",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "internalType": "struct SlotRecord",
        "components": [
          {
            "name": "node",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "payout",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "rate",
            "type": "uint96",
            "internalType": "uint96"
          },
          {
            "name": "generation",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "maxSpan",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "state",
            "type": "uint8",
            "internalType": "enum SlotState"
          },
          {
            "name": "preCommits",
            "type": "uint8",
            "internalType": "uint8"
          },
          {
            "name": "preCommitEpoch",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "start",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "end",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "hoursMap",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "commD",
            "type": "bytes32",
            "internalType": "bytes32"
          },
          {
            "name": "commR",
            "type": "bytes32",
            "internalType": "bytes32"
          },
          {
            "name": "proofDigest",
            "type": "bytes32",
            "internalType": "bytes32"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "slotsDigest",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "slotsRoot",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "startDeal",
    "inputs": [
      {
        "name": "expectedTermsHash",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "outputs": [],
    "stateMutability": "payable"
  },
  {
    "type": "function",
    "name": "submitPoSt",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "digest",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "sweep",
    "inputs": [],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "terms",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "internalType": "struct DealTerms",
        "components": [
          {
            "name": "client",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "planId",
            "type": "bytes32",
            "internalType": "bytes32"
          },
          {
            "name": "contentHash",
            "type": "bytes32",
            "internalType": "bytes32"
          },
          {
            "name": "fileBytes",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "sectorBytes",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "dataShards",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "totalShards",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "slotCount",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "durationPeriods",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "maxRate",
            "type": "uint96",
            "internalType": "uint96"
          },
          {
            "name": "sealRewardPeriods",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "minRunwayPeriods",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "feeBps",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "sealingDeadline",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "startDeadline",
            "type": "uint64",
            "internalType": "uint64"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "termsHash",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "ticket",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "topUp",
    "inputs": [],
    "outputs": [],
    "stateMutability": "payable"
  },
  {
    "type": "function",
    "name": "withdraw",
    "inputs": [
      {
        "name": "account",
        "type": "address",
        "internalType": "address payable"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "event",
    "name": "CommitProved",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "digest",
        "type": "bytes32",
        "indexed": false,
        "internalType": "bytes32"
      },
      {
        "name": "beaconValue",
        "type": "bytes32",
        "indexed": false,
        "internalType": "bytes32"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "DealCancelled",
    "inputs": [
      {
        "name": "refunded",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "DealClosed",
    "inputs": [
      {
        "name": "accrualEnd",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "refunded",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "DealEnded",
    "inputs": [
      {
        "name": "refunded",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "DealExtended",
    "inputs": [
      {
        "name": "oldEnd",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "newEnd",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "value",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "DealStarted",
    "inputs": [
      {
        "name": "startPeriod",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "endPeriod",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "value",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "returned",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "DisputeCredited",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "period",
        "type": "uint64",
        "indexed": true,
        "internalType": "uint64"
      },
      {
        "name": "payout",
        "type": "address",
        "indexed": false,
        "internalType": "address"
      },
      {
        "name": "periods",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "fulfilments",
        "type": "uint32",
        "indexed": false,
        "internalType": "uint32"
      },
      {
        "name": "commitments",
        "type": "uint32",
        "indexed": false,
        "internalType": "uint32"
      },
      {
        "name": "judged",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "DisputeDismissed",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "period",
        "type": "uint64",
        "indexed": true,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "DisputeOpened",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "period",
        "type": "uint64",
        "indexed": true,
        "internalType": "uint64"
      },
      {
        "name": "digest",
        "type": "bytes32",
        "indexed": false,
        "internalType": "bytes32"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "FeeCollected",
    "inputs": [
      {
        "name": "recipient",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "FundedUntil",
    "inputs": [
      {
        "name": "period",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "moneyIn",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "NodeReplaced",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "indexed": false,
        "internalType": "uint16"
      },
      {
        "name": "oldNode",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "plan",
        "type": "tuple",
        "indexed": false,
        "internalType": "struct SlotPlan",
        "components": [
          {
            "name": "slot",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "generation",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "node",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "payout",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "rate",
            "type": "uint96",
            "internalType": "uint96"
          },
          {
            "name": "maxSpan",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "hoursMap",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "commD",
            "type": "bytes32",
            "internalType": "bytes32"
          }
        ]
      },
      {
        "name": "reason",
        "type": "uint8",
        "indexed": false,
        "internalType": "enum ReplaceReason"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PaymentDeferred",
    "inputs": [
      {
        "name": "to",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PoRepRecorded",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "digest",
        "type": "bytes32",
        "indexed": false,
        "internalType": "bytes32"
      },
      {
        "name": "accepted",
        "type": "bool",
        "indexed": false,
        "internalType": "bool"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PoStSubmitted",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "period",
        "type": "uint64",
        "indexed": true,
        "internalType": "uint64"
      },
      {
        "name": "digest",
        "type": "bytes32",
        "indexed": false,
        "internalType": "bytes32"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PreCommitted",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "node",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "commR",
        "type": "bytes32",
        "indexed": false,
        "internalType": "bytes32"
      },
      {
        "name": "epoch",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "attempt",
        "type": "uint8",
        "indexed": false,
        "internalType": "uint8"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "SealRewardPaid",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "payout",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "Settled",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "payout",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "provenPeriods",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "fulfilments",
        "type": "uint32",
        "indexed": false,
        "internalType": "uint32"
      },
      {
        "name": "commitments",
        "type": "uint32",
        "indexed": false,
        "internalType": "uint32"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "SlotEndSet",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "node",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "endPeriod",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "SlotEnded",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "endPeriod",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "SlotLive",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "startPeriod",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "SlotRefused",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "indexed": true,
        "internalType": "uint16"
      },
      {
        "name": "node",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "Swept",
    "inputs": [
      {
        "name": "client",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "ToppedUp",
    "inputs": [
      {
        "name": "from",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "value",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "Withdrawn",
    "inputs": [
      {
        "name": "to",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "error",
    "name": "AccrualOver",
    "inputs": [
      {
        "name": "accrualEnd",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "current",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "BelowMinimumRunway",
    "inputs": [
      {
        "name": "needed",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "actual",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "CommDChanged",
    "inputs": [
      {
        "name": "expected",
        "type": "bytes32",
        "internalType": "bytes32"
      },
      {
        "name": "actual",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "DeadlineNotReached",
    "inputs": [
      {
        "name": "deadline",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "actual",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "DeadlinePassed",
    "inputs": [
      {
        "name": "deadline",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "actual",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "DigestMismatch",
    "inputs": [
      {
        "name": "expected",
        "type": "bytes32",
        "internalType": "bytes32"
      },
      {
        "name": "actual",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "DisputeKnown",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "DisputeWindowOpen",
    "inputs": [
      {
        "name": "until",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "current",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "DisputeWindowOver",
    "inputs": [
      {
        "name": "until",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "current",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "LengthMismatch",
    "inputs": [
      {
        "name": "leaves",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "paths",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "NewerRoot",
    "inputs": [
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "actual",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "NoDispute",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "NoFeeRecipient",
    "inputs": []
  },
  {
    "type": "error",
    "name": "NoReceipt",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "NotEnoughGas",
    "inputs": [
      {
        "name": "needed",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "actual",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "NotInSlotTable",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      }
    ]
  },
  {
    "type": "error",
    "name": "NotProvenByLedger",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      }
    ]
  },
  {
    "type": "error",
    "name": "NotTheClient",
    "inputs": [
      {
        "name": "expected",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "actual",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "NotTheNode",
    "inputs": [
      {
        "name": "expected",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "actual",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "NothingToWithdraw",
    "inputs": [
      {
        "name": "account",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "OutsideBounds",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "expectedMax",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "actual",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "PaymentFailed",
    "inputs": [
      {
        "name": "account",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "amount",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ProofRefused",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "RootMayCome",
    "inputs": [
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "until",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "RunwayTooShort",
    "inputs": [
      {
        "name": "neededUntil",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "actualUntil",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "SeedNotReady",
    "inputs": [
      {
        "name": "epoch",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "current",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "SettlementWindowOpen",
    "inputs": [
      {
        "name": "until",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "current",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "SlotLeaves",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "endPeriod",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "SlotNotOver",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "endPeriod",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "current",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "SlotsNotAscending",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      }
    ]
  },
  {
    "type": "error",
    "name": "SlotsNotProved",
    "inputs": [
      {
        "name": "expected",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "actual",
        "type": "uint16",
        "internalType": "uint16"
      }
    ]
  },
  {
    "type": "error",
    "name": "TermNotLonger",
    "inputs": [
      {
        "name": "end",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "newEnd",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "TermTooLong",
    "inputs": [
      {
        "name": "latestEnd",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "newEnd",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "TermsMismatch",
    "inputs": [
      {
        "name": "expected",
        "type": "bytes32",
        "internalType": "bytes32"
      },
      {
        "name": "actual",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "TooManyPreCommits",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      }
    ]
  },
  {
    "type": "error",
    "name": "Unauthorised",
    "inputs": [
      {
        "name": "account",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "WrongDeal",
    "inputs": [
      {
        "name": "expected",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "actual",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "WrongGeneration",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "expected",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "actual",
        "type": "uint16",
        "internalType": "uint16"
      }
    ]
  },
  {
    "type": "error",
    "name": "WrongReason",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "reason",
        "type": "uint8",
        "internalType": "uint8"
      }
    ]
  },
  {
    "type": "error",
    "name": "WrongSignature",
    "inputs": [
      {
        "name": "expected",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "actual",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "WrongSlotState",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "expected",
        "type": "uint8",
        "internalType": "uint8"
      },
      {
        "name": "actual",
        "type": "uint8",
        "internalType": "uint8"
      }
    ]
  },
  {
    "type": "error",
    "name": "WrongState",
    "inputs": [
      {
        "name": "expected",
        "type": "uint8",
        "internalType": "enum DealState"
      },
      {
        "name": "actual",
        "type": "uint8",
        "internalType": "enum DealState"
      }
    ]
  },
  {
    "type": "error",
    "name": "ReentrancyGuardReentrantCall",
    "inputs": []
  },
  {
    "type": "error",
    "name": "UnknownRoot",
    "inputs": [
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "HoursNotOffered",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "offered",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "planned",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "Retired",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "AlreadyRegistered",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "CapacityExceeded",
    "inputs": [
      {
        "name": "free",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "requested",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "EmptyHours",
    "inputs": []
  },
  {
    "type": "error",
    "name": "FileSizeRange",
    "inputs": [
      {
        "name": "min",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "max",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "HoursOutOfRange",
    "inputs": [
      {
        "name": "hoursMap",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "MaskedAddress",
    "inputs": [
      {
        "name": "account",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "MoreFulfilmentsThanCommitments",
    "inputs": [
      {
        "name": "fulfilments",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "commitments",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "NotADeal",
    "inputs": [
      {
        "name": "caller",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "NotRegistered",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "SpanOutOfRange",
    "inputs": [
      {
        "name": "expectedMin",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "expectedMax",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "actual",
        "type": "uint16",
        "internalType": "uint16"
      }
    ]
  },
  {
    "type": "error",
    "name": "ZeroAddress",
    "inputs": []
  },
  {
    "type": "error",
    "name": "ZeroCapacity",
    "inputs": []
  },
  {
    "type": "error",
    "name": "Deadline",
    "inputs": [
      {
        "name": "earliest",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "actual",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "Duration",
    "inputs": [
      {
        "name": "maximum",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "actual",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "EmptyCommD",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      }
    ]
  },
  {
    "type": "error",
    "name": "FeeAboveMaximum",
    "inputs": [
      {
        "name": "maximum",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "actual",
        "type": "uint16",
        "internalType": "uint16"
      }
    ]
  },
  {
    "type": "error",
    "name": "FileSizeRefused",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "min",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "max",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "actual",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "ImplementationSet",
    "inputs": [
      {
        "name": "implementation",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "NoCode",
    "inputs": [
      {
        "name": "account",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "NoSlots",
    "inputs": []
  },
  {
    "type": "error",
    "name": "NotAccepting",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "ParametersChanged",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "expectedRate",
        "type": "uint96",
        "internalType": "uint96"
      },
      {
        "name": "actualRate",
        "type": "uint96",
        "internalType": "uint96"
      },
      {
        "name": "expectedMaxSpan",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "actualMaxSpan",
        "type": "uint16",
        "internalType": "uint16"
      }
    ]
  },
  {
    "type": "error",
    "name": "PayoutChanged",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "expected",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "actual",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "PlanUsed",
    "inputs": [
      {
        "name": "planId",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "PublishingIsPaused",
    "inputs": []
  },
  {
    "type": "error",
    "name": "RateAboveMaximum",
    "inputs": [
      {
        "name": "maximum",
        "type": "uint96",
        "internalType": "uint96"
      },
      {
        "name": "actual",
        "type": "uint96",
        "internalType": "uint96"
      }
    ]
  },
  {
    "type": "error",
    "name": "SectorSize",
    "inputs": [
      {
        "name": "sectorBytes",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "ShardCount",
    "inputs": [
      {
        "name": "dataShards",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "totalShards",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "slots",
        "type": "uint16",
        "internalType": "uint16"
      }
    ]
  },
  {
    "type": "error",
    "name": "SlotCount",
    "inputs": [
      {
        "name": "expected",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "actual",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "SlotGeneration",
    "inputs": [
      {
        "name": "slot",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "generation",
        "type": "uint16",
        "internalType": "uint16"
      }
    ]
  },
  {
    "type": "error",
    "name": "SlotOrder",
    "inputs": [
      {
        "name": "expected",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "actual",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "EmptyRoot",
    "inputs": []
  },
  {
    "type": "error",
    "name": "PeriodNotOver",
    "inputs": [
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "current",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "PeriodNotRising",
    "inputs": [
      {
        "name": "last",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "TooLate",
    "inputs": [
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "current",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "ZeroPeriod",
    "inputs": []
  },
  {
    "type": "error",
    "name": "PeriodSeedMissing",
    "inputs": [
      {
        "name": "period",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "RandomnessUnavailable",
    "inputs": [
      {
        "name": "epoch",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "current",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "event",
    "name": "AvailabilitySet",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "hoursMap",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "CapacityReleased",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "deal",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "bytesReleased",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "totalReserved",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "CapacityReserved",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "deal",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "bytesReserved",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "totalReserved",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "CapacitySet",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "capacityBytes",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "DealAdmitted",
    "inputs": [
      {
        "name": "deal",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "factory",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "sectorBytes",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "nodeIds",
        "type": "bytes",
        "indexed": false,
        "internalType": "bytes"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "NodeRegistered",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "payout",
        "type": "address",
        "indexed": false,
        "internalType": "address"
      },
      {
        "name": "capacityBytes",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "hoursMap",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "parameters",
        "type": "tuple",
        "indexed": false,
        "internalType": "struct NodeParameters",
        "components": [
          {
            "name": "accepting",
            "type": "bool",
            "internalType": "bool"
          },
          {
            "name": "rate",
            "type": "uint96",
            "internalType": "uint96"
          },
          {
            "name": "maxSpan",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "minFileSize",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "maxFileSize",
            "type": "uint64",
            "internalType": "uint64"
          }
        ]
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "NodeRetired",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "ParametersSet",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "parameters",
        "type": "tuple",
        "indexed": false,
        "internalType": "struct NodeParameters",
        "components": [
          {
            "name": "accepting",
            "type": "bool",
            "internalType": "bool"
          },
          {
            "name": "rate",
            "type": "uint96",
            "internalType": "uint96"
          },
          {
            "name": "maxSpan",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "minFileSize",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "maxFileSize",
            "type": "uint64",
            "internalType": "uint64"
          }
        ]
      },
      {
        "name": "effectivePeriod",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PayoutSet",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "payout",
        "type": "address",
        "indexed": false,
        "internalType": "address"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "WorkRecorded",
    "inputs": [
      {
        "name": "node",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "deal",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "fulfilments",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "commitments",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  }
] as const;
