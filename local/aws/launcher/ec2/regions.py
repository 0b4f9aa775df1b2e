"""DescribeRegions returns only the enabled Regions of the caller's partition, unless a call names others.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
"""

from typing import Any

from ..patching import wrap

_ON_BY_DEFAULT = frozenset(
    {
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    }
)
"""All other Regions need an opt-in, which no account here has.

https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
"""


def _describe(describe: Any, self: Any, region_names: list[str] | None = None) -> list[Any]:
    from moto.utilities.utils import get_partition

    partition = get_partition(self.region_name)
    asked = describe(self, region_names)
    own = [region for region in asked if get_partition(region.name) == partition]
    if partition != "aws" or region_names:
        return own
    return [region for region in own if region.name in _ON_BY_DEFAULT]


def install() -> None:
    """Gives moto the enabled Regions of an account."""
    from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend

    wrap(RegionsAndZonesBackend, "describe_regions")(_describe)
